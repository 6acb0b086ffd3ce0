// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Transfers on the board's serial peripheral bus, to the device that the board gives to programs.
#pragma once

#include <bulkhead/system_call.h>

enum { BULKHEAD_SPI_DRIVER = 0x20001 };
enum {
    BULKHEAD_SPI_EXCHANGE = 2,
    BULKHEAD_SPI_RATE_SET = 5,
    BULKHEAD_SPI_RATE = 6,
    BULKHEAD_SPI_PHASE_SET = 7,
    BULKHEAD_SPI_PHASE = 8,
    BULKHEAD_SPI_POLARITY_SET = 9,
    BULKHEAD_SPI_POLARITY = 10,
    BULKHEAD_SPI_READ = 11,
    BULKHEAD_SPI_EXCHANGE_IN_PLACE = 12,
};
enum { BULKHEAD_SPI_BUFFER_WRITE = 0, BULKHEAD_SPI_BUFFER_READ = 0 };

/**
 * Sends bytes, and puts what comes back in their places; the program waits. Upcall functions do not
 * run meanwhile.
 *
 * @param bytes  of `length` bytes, at least 1.
 * @return ERROR_NO_MEMORY: another program owns the bus. ERROR_INVALID: no byte, or the bus cannot
 *         be as slow as was set. ERROR_RESERVE, ERROR_FAILED: the transfer was ended.
 */
static inline enum error bulkhead_spi_exchange(void *bytes, size_t length)
{
    (void)bulkhead_allow_read_write(BULKHEAD_SPI_DRIVER, BULKHEAD_SPI_BUFFER_READ, bytes, length);
    enum error error = bulkhead_result_error(
        bulkhead_command(BULKHEAD_SPI_DRIVER, BULKHEAD_SPI_EXCHANGE_IN_PLACE, (uint32_t)length, 0));
    if (error == ERROR_NONE) {
        error = (enum error)bulkhead_yield_wait_for(BULKHEAD_SPI_DRIVER, 0).value[1];
    }
    (void)bulkhead_allow_read_write(BULKHEAD_SPI_DRIVER, BULKHEAD_SPI_BUFFER_READ, NULL, 0);
    return error;
}
