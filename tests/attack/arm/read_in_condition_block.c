// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads kernel memory inside a block of conditional instructions, whose state is part of what the
// processor saves.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_in_condition_block");
    uint32_t word = BOARD_RAM_BASE + 0x100;
    __asm__ volatile("cmp   %[word], %[word]\n"
                     "itttt eq\n"
                     "addeq %[word], %[word], #4\n"
                     "ldreq %[word], [%[word]]\n"
                     "addeq %[word], %[word], #4\n"
                     "addeq %[word], %[word], #4\n"
                     : [word] "+r"(word)
                     :
                     : "cc");
    attack_succeeded();
    return 1;
}
