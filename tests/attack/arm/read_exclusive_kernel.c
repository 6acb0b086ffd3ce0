// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads kernel memory with an exclusive load, which also arms the processor's monitor.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_exclusive_kernel");
    uint32_t word;
    __asm__ volatile("ldrex %[word], [%[address]]"
                     : [word] "=r"(word)
                     : [address] "r"(BOARD_RAM_BASE + 0x100));
    attack_succeeded();
    return 1;
}
