// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes memory of the program in the slot behind.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_neighbour");
    attack_write(ATTACK_NEXT_RAM + 0x200);
    return 1;
}
