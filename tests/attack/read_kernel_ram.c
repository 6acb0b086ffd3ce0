// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the kernel's data.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_kernel_ram");
    attack_read(BOARD_RAM_BASE + 0x100);
    return 1;
}
