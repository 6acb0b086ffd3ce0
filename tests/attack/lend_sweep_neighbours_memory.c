// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries to print the memory of both neighbours, piece by piece: they keep secrets at its start, and
// the kernel what it knows of them at its end.
//
// expect: error \d{3,} cases answered exactly
#include "user_access.h"

enum { SWEPT_BYTES = BOARD_SLOT_RAM_BYTES < 0x2000 ? BOARD_SLOT_RAM_BYTES / 2 : 0x1000 };

static void neighbour_sweep(uint32_t start)
{
    access_sweep(start, start + SWEPT_BYTES);
    access_sweep(start + BOARD_SLOT_RAM_BYTES - SWEPT_BYTES, start + BOARD_SLOT_RAM_BYTES);
}

int main(void)
{
    ATTACK_START("lend_sweep_neighbours_memory");
    access_begin();
    neighbour_sweep(ATTACK_FORMER_RAM);
    neighbour_sweep(ATTACK_NEXT_RAM);
    access_end();
    return 1;
}
