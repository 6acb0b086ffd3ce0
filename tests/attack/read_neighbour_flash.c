// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the code of the program in the slot behind.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_neighbour_flash");
    attack_read(ATTACK_NEXT_FLASH + 0x80);
    return 1;
}
