// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls code that it has written into its own memory.
//
// expect: fault instruction access violation
#include "attack.h"

static const uint16_t instructions[] = ATTACK_RETURN_INSTRUCTIONS;
static _Alignas(4) volatile uint16_t code[sizeof(instructions) / sizeof(instructions[0])];

int main(void)
{
    ATTACK_START("execute_own_ram");
    for (uint32_t i = 0; i < sizeof(instructions) / sizeof(instructions[0]); i++) {
        code[i] = instructions[i];
    }
    attack_call((uint32_t)(uintptr_t)code + ATTACK_CODE_BIT);
    return 1;
}
