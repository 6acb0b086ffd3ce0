// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with an instruction that it has written into its own memory.
//
// expect: fault instruction access violation
#include "attack.h"

static const uint16_t instructions[] = ATTACK_CALL_INSTRUCTIONS;
static _Alignas(4) volatile uint16_t code[sizeof(instructions) / sizeof(instructions[0])];

int main(void)
{
    ATTACK_START("call_from_ram");
    for (uint32_t i = 0; i < sizeof(instructions) / sizeof(instructions[0]); i++) {
        code[i] = instructions[i];
    }
    attack_call((uint32_t)(uintptr_t)code + ATTACK_CODE_BIT);
    return 1;
}
