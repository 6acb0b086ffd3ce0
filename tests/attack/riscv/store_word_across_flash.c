// SPDX-License-Identifier: Apache-2.0 OR MIT
// Stores a word of which half lies behind its flash, where another program may begin.
//
// expect: fault data access violation
// expect: fault unaligned access
#include "attack.h"

int main(void)
{
    ATTACK_START("store_word_across_flash");
    attack_write(attack_flash_end() - 2);
    return 1;
}
