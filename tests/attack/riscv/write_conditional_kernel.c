// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reserves a word of its own, then stores conditionally to kernel memory.
//
// expect: fault data access violation
// expect: error the store has failed
#include "attack.h"

int main(void)
{
    ATTACK_START("write_conditional_kernel");
    static uint32_t own;
    uint32_t word;
    uint32_t has_failed;
    __asm__ volatile("lr.w %[word], (%[own])\n"
                     "sc.w %[has_failed], %[word], (%[address])\n"
                     : [word] "=&r"(word), [has_failed] "=&r"(has_failed)
                     : [own] "r"(&own), [address] "r"(BOARD_RAM_BASE + 0x100)
                     : "memory");
    if (has_failed != 0) {
        attack_print("the store has failed\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
