// SPDX-License-Identifier: Apache-2.0 OR MIT
// Owns the serial peripheral bus, starts a long transfer, and ends in the middle of it. Run by
// test_spi.py.
#include <bulkhead/alarm.h>
#include <bulkhead/spi.h>
#include <stdio.h>

enum { WAIT_MAX = 3000, STEP = 37, ODD_NUMBER = 40503 };

static uint8_t bytes[1024];

int main(void)
{
    // Lives know nothing of each other, but the clock goes on.
    const uint32_t wait = bulkhead_alarm_now_ticks() / STEP * ODD_NUMBER % WAIT_MAX;
    (void)bulkhead_allow_read_write(BULKHEAD_SPI_DRIVER, BULKHEAD_SPI_BUFFER_READ, bytes,
                                    sizeof bytes);
    // What the life before has left at the bus ends soon.
    struct bulkhead_result started;
    do {
        started =
            bulkhead_command(BULKHEAD_SPI_DRIVER, BULKHEAD_SPI_EXCHANGE_IN_PLACE, sizeof bytes, 0);
    } while (bulkhead_result_error(started) == ERROR_BUSY);
    printf("leaves after %lu: error %u\n", (unsigned long)wait,
           (unsigned)bulkhead_result_error(started));
    for (volatile uint32_t i = 0; i < wait; i = i + 1) {
    }
    bulkhead_exit_terminate(0);
}
