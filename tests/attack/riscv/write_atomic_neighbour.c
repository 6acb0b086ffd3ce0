// SPDX-License-Identifier: Apache-2.0 OR MIT
// Swaps a word of the next program's memory.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_atomic_neighbour");
    __asm__ volatile("amoswap.w zero, %[value], (%[address])"
                     :
                     : [value] "r"(1), [address] "r"(ATTACK_NEXT_RAM + 0x200)
                     : "memory");
    attack_succeeded();
    return 1;
}
