// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with an instruction that it has written into its own memory.
//
// expect: fault instruction access violation
#include "attack.h"

static volatile uint16_t code[2];

int main(void)
{
    ATTACK_START("call_from_ram");
    code[0] = 0xDF05; // svc #5
    code[1] = 0x4770; // bx lr
    attack_call((uint32_t)(uintptr_t)code + 1);
    return 1;
}
