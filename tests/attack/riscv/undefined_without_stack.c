// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes an undefined instruction with stack, global and thread pointer 0.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("undefined_without_stack");
    __asm__ volatile("li sp, 0\n"
                     "li gp, 0\n"
                     "li tp, 0\n"
                     "unimp\n"
                     "0: j 0b\n");
    return 1;
}
