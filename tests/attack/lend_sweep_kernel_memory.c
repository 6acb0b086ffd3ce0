// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries to print all memory of the kernel that any board uses, and to have input written there.
//
// expect: error \d{3,} cases answered exactly
#include "user_access.h"

enum { SWEPT_BYTES = BOARD_RAM_BYTES < 0x8000 ? BOARD_RAM_BYTES : 0x8000 };

int main(void)
{
    ATTACK_START("lend_sweep_kernel_memory");
    access_begin();
    access_sweep(BOARD_RAM_BASE, BOARD_RAM_BASE + SWEPT_BYTES);
    access_steal(BOARD_RAM_BASE, BOARD_RAM_BYTES);
    access_end();
    return 1;
}
