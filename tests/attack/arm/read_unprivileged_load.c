// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads kernel memory with the instruction that the kernel itself uses to reach programs' memory.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_unprivileged_load");
    uint32_t word;
    __asm__ volatile("ldrt %[word], [%[address]]"
                     : [word] "=r"(word)
                     : [address] "r"(BOARD_RAM_BASE + 0x100));
    attack_succeeded();
    return 1;
}
