// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends memory, subscribes a function, sets an alarm and restarts: the next life finds empty slots,
// no function, no alarm, and a break that may go down to where it began.
//
// expect: error nothing is known of a former life[\s\S]*nothing is known of a former life
#include "upcalls.h"

static uint8_t lent[32];

int main(void)
{
    ATTACK_START("restart_forgets_loans");
    const uint32_t address = (uint32_t)(uintptr_t)lent;
    access_require(bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_STOP, 0, 0).value[0] ==
                   ERROR_ALREADY);
    access_require(
        access_is_swap(bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, NULL, NULL), 0, 0));
    for (uint32_t slot = 0; slot < 3; slot++) {
        access_require(access_is_swap(bulkhead_subscribe(DRIVER_CONSOLE, slot, NULL, NULL), 0, 0));
    }
    for (uint32_t kind = 0; kind < ACCESS_KIND_COUNT; kind++) {
        for (uint32_t slot = 0; slot < 2; slot++) {
            access_require(access_is_swap(
                access_lend((enum access_kind)kind, DRIVER_CONSOLE, slot, address, sizeof lent), 0,
                0));
        }
    }
    const uint32_t end = attack_break();
    access_require(bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_MOVE, 4)));
    access_require(bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_SET, end)));
    access_require(bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_MOVE, 4)));
    attack_print("nothing is known of a former life\n");
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, ACCESS_SLOT, end, 4);
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, sizeof lent);
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_forbidden, lent);
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, upcall_forbidden, lent);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 1000, 0);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, sizeof lent, 0);
    bulkhead_exit_restart(0);
    return 1;
}
