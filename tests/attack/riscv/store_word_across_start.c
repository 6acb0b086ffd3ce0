// SPDX-License-Identifier: Apache-2.0 OR MIT
// Stores a word of which half lies below its memory.
//
// expect: fault data access violation
// expect: fault unaligned access
#include "attack.h"

int main(void)
{
    ATTACK_START("store_word_across_start");
    attack_write(attack_memory_start() - 2);
    return 1;
}
