// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries to print the kernel's code and its texts, piece by piece, and to have input written there.
//
// expect: error \d{4,} cases answered exactly
#include "user_access.h"

enum { SWEPT_BYTES = 0x9000 }; // No kernel is larger.

int main(void)
{
    ATTACK_START("lend_sweep_kernel_flash");
    access_begin();
    access_sweep(BOARD_FLASH_BASE, BOARD_FLASH_BASE + SWEPT_BYTES);
    access_steal(BOARD_FLASH_BASE, BOARD_FLASH_BYTES);
    access_end();
    return 1;
}
