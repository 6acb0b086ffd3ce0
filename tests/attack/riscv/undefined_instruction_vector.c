// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes an instruction of the vector unit.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("undefined_instruction_vector");
    __asm__ volatile(".word 0x0D0072D7");
    attack_succeeded();
    return 1;
}
