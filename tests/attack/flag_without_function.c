// SPDX-License-Identifier: Apache-2.0 OR MIT
// Yields without waiting while only upcalls without a function are queued, by the dozen: the flag
// says no, the call returns, and an upcall with a function still comes through.
//
// expect: error 24 cases answered exactly
#include "upcalls.h"

enum { ROUNDS = 12 };

int main(void)
{
    static uint32_t calls;
    ATTACK_START("flag_without_function");
    for (uint32_t round = 0; round < ROUNDS; round++) {
        bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, NULL, NULL);
        for (uint32_t i = 0; i < round; i++) {
            upcall_queue();
        }
        volatile uint8_t flag = 0x5A;
        bulkhead_trap_yield(YIELD_NO_WAIT, (uint32_t)(uintptr_t)&flag);
        access_require(flag == 0 && calls == round);
        bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_count, &calls);
        upcall_queue();
        bulkhead_trap_yield(YIELD_NO_WAIT, (uint32_t)(uintptr_t)&flag);
        access_require(flag == 1 && calls == round + 1);
    }
    access_end();
    return 1;
}
