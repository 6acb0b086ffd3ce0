// SPDX-License-Identifier: Apache-2.0 OR MIT
// Adds to a word of kernel memory in one step.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_atomic_kernel");
    __asm__ volatile("amoadd.w zero, %[value], (%[address])"
                     :
                     : [value] "r"(1), [address] "r"(BOARD_RAM_BASE + 0x100)
                     : "memory");
    attack_succeeded();
    return 1;
}
