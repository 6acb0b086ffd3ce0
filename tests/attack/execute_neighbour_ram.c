// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls an address in another program's memory.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("execute_neighbour_ram");
    attack_call(attack_memory_start() - SLOT_RAM_BYTES + 0x800 + 1);
    return 1;
}
