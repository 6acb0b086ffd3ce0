// SPDX-License-Identifier: Apache-2.0 OR MIT
// Faults in its first life, and reads the kernel's data in the next: a fault handler that returned
// with privilege would let everybody who runs behind it. The clock tells the lives apart.
//
// expect: fault data access violation
#include "attack.h"
#include <bulkhead/alarm.h>

enum { FIRST_LIFE_MS = 50 };

int main(void)
{
    ATTACK_START("isolation_bug_13_after_fault");
    const uint32_t end_ticks = (uint32_t)bulkhead_alarm_ticks_from_ms(FIRST_LIFE_MS);
    if (bulkhead_alarm_now_ticks() < end_ticks) {
        while (bulkhead_alarm_now_ticks() < end_ticks) {
        }
        ATTACK_UNDEFINED();
    }
    attack_read(BOARD_RAM_BASE + 0x100);
    return 1;
}
