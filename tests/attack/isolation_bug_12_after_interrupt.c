// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lets a device interrupt it, then reads the kernel's data: a way back from an interrupt that left
// the program privileged would let it.
//
// expect: fault data access violation
#include "attack.h"
#include <abi/driver.h>
#include <bulkhead/alarm.h>

enum { ALARM_MS = 1, ROUNDS = 200000 };

int main(void)
{
    ATTACK_START("isolation_bug_12_after_interrupt");
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE,
                     (uint32_t)bulkhead_alarm_ticks_from_ms(ALARM_MS), 0);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        __asm__ volatile("nop");
    }
    attack_read(BOARD_RAM_BASE + 0x100);
    return 1;
}
