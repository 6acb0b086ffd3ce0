// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reserves a word of its own at an odd address.
//
// expect: fault unaligned access
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("unaligned_reserved");
    static uint32_t words[2];
    uint32_t word;
    __asm__ volatile("lr.w %[word], (%[address])"
                     : [word] "=r"(word)
                     : [address] "r"((uintptr_t)words + 1)
                     : "memory");
    attack_succeeded();
    return 1;
}
