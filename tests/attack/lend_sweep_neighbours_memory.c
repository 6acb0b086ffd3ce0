// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries to print all memory of both neighbours, piece by piece: they keep secrets there.
//
// expect: error \d{3,} cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_sweep_neighbours_memory");
    access_begin();
    access_sweep(ATTACK_FORMER_RAM, ATTACK_FORMER_RAM + BOARD_SLOT_RAM_BYTES);
    access_sweep(ATTACK_NEXT_RAM, ATTACK_NEXT_RAM + BOARD_SLOT_RAM_BYTES);
    access_end();
    return 1;
}
