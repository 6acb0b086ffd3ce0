// SPDX-License-Identifier: Apache-2.0 OR MIT
// Returns as from a Non-secure function that an exception handler called: the word on the stack
// that says so would leave the program in handler mode.
//
// expect: fault invalid pc
#include "attack.h"

int main(void)
{
    ATTACK_START("jump_to_function_return");
    __asm__ volatile("adr  r0, 1f\n"
                     "orr  r0, r0, #1\n"
                     "movs r1, #11\n"
                     "push {r0, r1}\n"
                     "mvn  r0, #0x01000000\n"
                     "bx   r0\n"
                     ".balign 4\n"
                     "1: nop\n" ::
                         : "r0", "r1", "memory");
    attack_succeeded();
    return 1;
}
