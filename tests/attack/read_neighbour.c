// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads memory of the program in the slot before.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_neighbour");
    attack_read(attack_memory_start() - SLOT_RAM_BYTES + 0x800);
    return 1;
}
