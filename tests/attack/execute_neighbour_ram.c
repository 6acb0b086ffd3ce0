// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls an address in another program's memory.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("execute_neighbour_ram");
    attack_call(ATTACK_FORMER_RAM + 0x200 + ATTACK_CODE_BIT);
    return 1;
}
