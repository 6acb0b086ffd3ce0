// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls the code of the program in the slot before.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("execute_neighbour_flash");
    attack_call(attack_flash_start() - SLOT_FLASH_BYTES + 0x80 + 1);
    return 1;
}
