// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes the last word of kernel memory, in front of the first program's.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_kernel_ram_end");
    attack_write(BOARD_RAM_BASE + BOARD_RAM_BYTES - 4);
    return 1;
}
