// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `i2c_master`: driver 0x20003, transfers on an I2C bus for programs.
 *
 * Command 1 writes, command 2 reads: address, number of bytes. Command 3 writes and then reads:
 * address and, shifted by 8, the number of bytes to write; the number to read. The bytes to write
 * are the first ones of read-write buffer 1; what is read goes to its start. Upcall 0 ends each:
 * 0 or an error.
 *
 * SIZE: more bytes than I2C_MASTER_BYTES_MAX, or than the program allows. INVALID: without a
 * buffer, or an address that is no device's or belongs to a driver. NOMEM: a transfer of some
 * program is under way. In the upcall: NOACK, nobody answers, or the device takes no more bytes;
 * RESERVE, somebody else spoke on the bus, or a restart; FAIL, the bus is stuck, or the program has
 * taken its buffer back.
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>

enum { I2C_MASTER_DRIVER = 0x20003, I2C_MASTER_GRANT_BYTES = 24, I2C_MASTER_BYTES_MAX = 64 };
enum i2c_master_command_number {
    I2C_MASTER_COMMAND_WRITE = 1,
    I2C_MASTER_COMMAND_READ = 2,
    I2C_MASTER_COMMAND_WRITE_READ = 3,
};
enum { I2C_MASTER_UPCALL_DONE = 0, I2C_MASTER_ALLOW_BYTES = 1 };

/// The bus. Made of the manifest and the board's choice.
extern const struct i2c_bus i2c_master_bus;

void i2c_master_command(struct command *command);
void i2c_master_on_restart(struct process_id *process);

void i2c_master_done(const struct i2c_done *event);
