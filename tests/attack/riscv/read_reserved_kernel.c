// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads kernel memory with a load that also reserves it.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_reserved_kernel");
    uint32_t word;
    __asm__ volatile("lr.w %[word], (%[address])"
                     : [word] "=r"(word)
                     : [address] "r"(BOARD_RAM_BASE + 0x100)
                     : "memory");
    attack_succeeded();
    return 1;
}
