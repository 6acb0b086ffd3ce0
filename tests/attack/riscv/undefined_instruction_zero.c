// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes two zero bytes, as in memory that nobody has written.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("undefined_instruction_zero");
    __asm__ volatile(".half 0");
    attack_succeeded();
    return 1;
}
