// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes every fence that a program may. They order its own accesses and nothing else.
//
// expect: error fences are harmless
#include "attack.h"

int main(void)
{
    ATTACK_START("call_after_fences");
    __asm__ volatile("fence\n"
                     "fence.tso\n"
                     ".word 0x0000100F\n" // fence.i
                     :
                     :
                     : "memory");
    attack_print("fences are harmless\n");
    return 1;
}
