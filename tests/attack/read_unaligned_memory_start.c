// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads a word of which half lies below its memory.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_unaligned_memory_start");
    attack_read(attack_memory_start() - 2);
    return 1;
}
