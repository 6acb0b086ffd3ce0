// SPDX-License-Identifier: Apache-2.0 OR MIT
// Subscribes a function in memory that it then gives back to the kernel, and has it called.
//
// expect: fault instruction access violation
#include "upcalls.h"

enum { GIVEN_BYTES = BOARD_SLOT_RAM_BYTES / 8 };

int main(void)
{
    ATTACK_START("subscribe_given_back");
    const uint32_t start = attack_break();
    if (!bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_MOVE, GIVEN_BYTES))) {
        attack_print("no memory to begin with\n");
        return 1;
    }
    const uint32_t function = (start + GIVEN_BYTES - 8) & ~3u;
    access_require(access_is_swap(
        bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, function + ATTACK_CODE_BIT, 0), 0,
        0));
    access_require(bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_SET, start)));
    upcall_queue();
    bulkhead_yield_wait();
    attack_succeeded();
    return 1;
}
