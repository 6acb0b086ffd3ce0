// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the code of the program in the slot behind.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_neighbour_flash");
    attack_read(attack_flash_start() + SLOT_FLASH_BYTES + 0x80);
    return 1;
}
