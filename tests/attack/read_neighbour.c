// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads memory of the program in the slot before.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_neighbour");
    attack_read(ATTACK_FORMER_RAM + 0x200);
    return 1;
}
