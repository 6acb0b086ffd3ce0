// SPDX-License-Identifier: Apache-2.0 OR MIT
// Overwrites the vector table; in the emulator that memory is writable.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_kernel_flash");
    attack_write(BOARD_FLASH_BASE + 4);
    return 1;
}
