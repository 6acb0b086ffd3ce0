// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `spi_controller`: driver 0x20001, transfers on a serial peripheral bus for programs.
 *
 * The first program that gives a command other than 0 owns the driver until it ends; others are
 * refused with NOMEM.
 *
 * Command 2 sends the first bytes of read-only buffer 0 (their number is the argument) and puts
 * what comes back into read-write buffer 0, if there is one. Command 11 sends ones and only
 * receives. Command 12 sends the bytes of read-write buffer 0 and puts what comes back in their
 * places. INVALID: no byte, or more than the buffers have; the bus cannot be so slow; BUSY: a
 * transfer is under way. Upcall 0 ends each: number of bytes that were moved, 0 or an error, 0. The
 * device stays selected from the first byte to the last.
 *
 * Commands 5, 7 and 9 set the rate in Hz (INVALID: 0), the phase (not 0: the second edge samples)
 * and the polarity (not 0: the clock rests high); 6, 8 and 10 tell them. An owner begins with
 * SPI_CONTROLLER_RATE_HZ, 0 and 0. Commands 1, 3 and 4 are NOSUPPORT: the board says which device
 * it is.
 *
 * Errors in the upcall: FAIL, the program has taken its buffer back; RESERVE, a restart, or the
 * transfer took longer than a device may be held on a bus that is shared.
 */
#pragma once

#include <capsule.h>
#include <hal/spi.h>

enum {
    SPI_CONTROLLER_DRIVER = 0x20001,
    SPI_CONTROLLER_GRANT_BYTES = 4,
    SPI_CONTROLLER_RATE_HZ = 1000000,
};
enum spi_controller_command_number {
    SPI_CONTROLLER_COMMAND_EXCHANGE = 2,
    SPI_CONTROLLER_COMMAND_RATE_SET = 5,
    SPI_CONTROLLER_COMMAND_RATE = 6,
    SPI_CONTROLLER_COMMAND_PHASE_SET = 7,
    SPI_CONTROLLER_COMMAND_PHASE = 8,
    SPI_CONTROLLER_COMMAND_POLARITY_SET = 9,
    SPI_CONTROLLER_COMMAND_POLARITY = 10,
    SPI_CONTROLLER_COMMAND_READ = 11,
    SPI_CONTROLLER_COMMAND_EXCHANGE_IN_PLACE = 12,
};
enum {
    SPI_CONTROLLER_UPCALL_DONE = 0,
    SPI_CONTROLLER_ALLOW_WRITE = 0, ///< read-only
    SPI_CONTROLLER_ALLOW_READ = 0,  ///< read-write
};

/// The bus. Made of the manifest and the board's choice.
extern const struct spi_bus spi_controller_bus;

void spi_controller_command(struct command *command);
void spi_controller_deferred(void);
void spi_controller_process_ended(struct process_id *process);
void spi_controller_on_restart(struct process_id *process);

void spi_controller_done(const struct spi_done *event);
