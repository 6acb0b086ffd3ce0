// SPDX-License-Identifier: Apache-2.0 OR MIT
// Aborts reads that it has not started, many times, and one that it has, twice: one completion
// comes, not more, and whoever else might read is left alone.
//
// expect: error 44 cases answered exactly
#include "upcalls.h"

enum { ABORTS = 20 };

int main(void)
{
    static uint8_t bytes[8];
    static uint32_t calls;
    ATTACK_START("console_abort_of_nothing");
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_READ, upcall_count, &calls);
    for (uint32_t i = 0; i < ABORTS; i++) {
        access_require(
            bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_ABORT_READ, i, 0xFFFFFFFF).variant ==
            VARIANT_SUCCESS);
        access_require(!bulkhead_yield_no_wait() && calls == 0);
    }
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, (uint32_t)(uintptr_t)bytes,
                sizeof bytes);
    access_require(
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof bytes, 0).variant ==
        VARIANT_SUCCESS);
    // The buffer is taken back first, so that the abort finds none.
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, 0xFFFFFFFF, 0);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_ABORT_READ, 0, 0);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_ABORT_READ, 0, 0);
    access_require(bulkhead_yield_no_wait());
    access_require(!bulkhead_yield_no_wait());
    access_require(calls == 1);
    access_end();
    return 1;
}
