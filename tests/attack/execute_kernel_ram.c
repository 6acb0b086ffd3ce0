// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls an address in kernel memory.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("execute_kernel_ram");
    attack_call(BOARD_RAM_BASE + 0x100 + ATTACK_CODE_BIT);
    return 1;
}
