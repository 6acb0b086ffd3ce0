// SPDX-License-Identifier: Apache-2.0 OR MIT
// Adds to a word of its own at an odd address in one step, which the processor cannot.
//
// expect: fault unaligned access
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("unaligned_atomic");
    static uint32_t words[2];
    __asm__ volatile("amoadd.w zero, %[value], (%[address])"
                     :
                     : [value] "r"(1), [address] "r"((uintptr_t)words + 1)
                     : "memory");
    attack_succeeded();
    return 1;
}
