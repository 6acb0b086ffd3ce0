// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes memory of the program in the slot behind.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_neighbour");
    attack_write(attack_memory_start() + SLOT_RAM_BYTES + 0x800);
    return 1;
}
