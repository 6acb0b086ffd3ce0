// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the vector table.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_kernel_flash");
    attack_read(BOARD_FLASH_BASE);
    return 1;
}
