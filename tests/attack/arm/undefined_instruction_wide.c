// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes an undefined instruction of four bytes.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("undefined_instruction_wide");
    __asm__ volatile("udf.w #1");
    attack_succeeded();
    return 1;
}
