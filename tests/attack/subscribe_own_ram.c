// SPDX-License-Identifier: Apache-2.0 OR MIT
// Subscribes code in its own memory, which is accepted, and lets it be called.
//
// expect: fault instruction access violation
#include "attack.h"
#include <abi/driver.h>

static const uint16_t instructions[] = ATTACK_RETURN_INSTRUCTIONS;
static _Alignas(4) volatile uint16_t code[sizeof(instructions) / sizeof(instructions[0])];

int main(void)
{
    ATTACK_START("subscribe_own_ram");
    for (uint32_t i = 0; i < sizeof(instructions) / sizeof(instructions[0]); i++) {
        code[i] = instructions[i];
    }
    uint32_t address = (uint32_t)(uintptr_t)code + ATTACK_CODE_BIT;
    bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, address, 0);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 1, 0);
    bulkhead_yield_wait();
    attack_succeeded();
    return 1;
}
