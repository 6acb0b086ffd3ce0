// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes an instruction from the range for the makers of processors.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("undefined_instruction_custom");
    __asm__ volatile(".word 0x0000000B");
    attack_succeeded();
    return 1;
}
