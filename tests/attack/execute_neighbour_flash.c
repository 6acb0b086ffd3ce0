// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls the code of the program in the slot before.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("execute_neighbour_flash");
    attack_call(ATTACK_FORMER_FLASH + 0x80 + ATTACK_CODE_BIT);
    return 1;
}
