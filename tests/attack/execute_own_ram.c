// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls code that it has written into its own memory.
//
// expect: fault instruction access violation
#include "attack.h"

static volatile uint16_t code[2];

int main(void)
{
    ATTACK_START("execute_own_ram");
    code[0] = 0x4770; // bx lr
    attack_call((uint32_t)(uintptr_t)code + 1);
    return 1;
}
