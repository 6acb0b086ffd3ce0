// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Transfers on the board's I2C bus, to devices that no driver of the kernel owns.
#pragma once

#include <bulkhead/system_call.h>

enum { BULKHEAD_I2C_DRIVER = 0x20003, BULKHEAD_I2C_BYTES_MAX = 64, BULKHEAD_I2C_BUFFER = 1 };
enum { BULKHEAD_I2C_WRITE = 1, BULKHEAD_I2C_READ = 2, BULKHEAD_I2C_WRITE_READ = 3 };

/**
 * Writes the first bytes of a buffer to a device and then reads others into it from its start; the
 * program waits. Upcall functions do not run meanwhile.
 *
 * @param bytes  of `length` bytes, which is at least both numbers.
 * @return ERROR_NO_ACK: no device has this address, or it takes no more. ERROR_INVALID: the address
 *         belongs to a driver, or is none. ERROR_SIZE: too many bytes. ERROR_NO_MEMORY: somebody
 *         else uses the bus. ERROR_RESERVE, ERROR_FAILED: the transfer was ended.
 */
static inline enum error bulkhead_i2c_write_read(uint8_t address, void *bytes, size_t length,
                                                 uint32_t write_bytes, uint32_t read_bytes)
{
    (void)bulkhead_allow_read_write(BULKHEAD_I2C_DRIVER, BULKHEAD_I2C_BUFFER, bytes, length);
    enum error error = bulkhead_result_error(bulkhead_command(
        BULKHEAD_I2C_DRIVER, BULKHEAD_I2C_WRITE_READ, address | write_bytes << 8, read_bytes));
    if (error == ERROR_NONE) {
        error = (enum error)bulkhead_yield_wait_for(BULKHEAD_I2C_DRIVER, 0).value[0];
    }
    (void)bulkhead_allow_read_write(BULKHEAD_I2C_DRIVER, BULKHEAD_I2C_BUFFER, NULL, 0);
    return error;
}
