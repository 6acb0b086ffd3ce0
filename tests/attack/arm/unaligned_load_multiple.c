// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads two registers from an address that is no multiple of 4; only single loads may do that.
//
// expect: fault unaligned access
#include "attack.h"

int main(void)
{
    ATTACK_START("unaligned_load_multiple");
    static uint32_t words[4];
    __asm__ volatile("ldmia %[address], {r4, r5}"
                     :
                     : [address] "r"((uintptr_t)words + 1)
                     : "r4", "r5", "memory");
    attack_succeeded();
    return 1;
}
