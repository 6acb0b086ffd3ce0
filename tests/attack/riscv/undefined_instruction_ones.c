// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes 32 ones, as in flash that nobody has written.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("undefined_instruction_ones");
    __asm__ volatile(".word 0xFFFFFFFF");
    attack_succeeded();
    return 1;
}
