// SPDX-License-Identifier: Apache-2.0 OR MIT
// Restarts while it reads, again and again: what is typed to a later life, which reads somewhere
// else, is written there, and not to where a former life wanted it.
//
// expect: error nothing went to a former life
#include "upcalls.h"

enum { LIVES_MS = 100, TYPED_BYTES = 4 };

int main(void)
{
    static uint8_t former[16];
    static uint8_t typed[16];
    static uint32_t calls;
    ATTACK_START("console_read_former_life");
    const uint32_t address = (uint32_t)(uintptr_t)former;
    if (bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_NOW, 0, 0).value[0] <
        BOARD_TIME_HZ / 1000 * LIVES_MS) {
        access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, sizeof former);
        access_require(
            bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof former, 0).variant ==
            VARIANT_SUCCESS);
        bulkhead_exit_restart(0);
    }
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_READ, upcall_count, &calls);
    access_require(!bulkhead_yield_no_wait());
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, (uint32_t)(uintptr_t)typed,
                sizeof typed);
    access_require(bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, TYPED_BYTES, 0).variant ==
                   VARIANT_SUCCESS);
    attack_print("type now\n");
    while (calls == 0) {
        bulkhead_yield_wait();
    }
    access_require(calls == 1 && memcmp(typed, "late", TYPED_BYTES) == 0);
    uint8_t seen = 0;
    for (uint32_t i = 0; i < sizeof former; i++) {
        seen |= former[i];
    }
    access_require(seen == 0);
    attack_print("nothing went to a former life\n");
    return 1;
}
