// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the word below its memory.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_below_memory");
    attack_read(attack_memory_start() - 4);
    return 1;
}
