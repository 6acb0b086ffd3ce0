// SPDX-License-Identifier: Apache-2.0 OR MIT
// Subscribes code in its own memory, which is accepted, and lets it be called.
//
// expect: fault instruction access violation
#include "attack.h"
#include <abi/driver.h>

static volatile uint16_t code[2];

int main(void)
{
    ATTACK_START("subscribe_own_ram");
    code[0] = 0x4770; // bx lr
    uint32_t address = (uint32_t)(uintptr_t)code + 1;
    bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, address, 0);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 1, 0);
    bulkhead_yield_wait();
    attack_succeeded();
    return 1;
}
