// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes the kernel's data.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_kernel_ram");
    attack_write(BOARD_RAM_BASE + 0x100);
    return 1;
}
