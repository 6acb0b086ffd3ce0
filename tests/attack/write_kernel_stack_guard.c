// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes to the lowest bytes of kernel memory.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_kernel_stack_guard");
    attack_write(BOARD_RAM_BASE);
    return 1;
}
