// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries to print the images of both neighbours, piece by piece: they keep secrets there.
//
// expect: error \d{4,} cases answered exactly
#include "user_access.h"

enum { SWEPT_BYTES = 0x4000 }; // No neighbour is larger.

int main(void)
{
    ATTACK_START("lend_sweep_neighbours_flash");
    access_begin();
    access_sweep(ATTACK_FORMER_FLASH, ATTACK_FORMER_FLASH + SWEPT_BYTES);
    access_sweep(ATTACK_NEXT_FLASH, ATTACK_NEXT_FLASH + SWEPT_BYTES);
    access_end();
    return 1;
}
