// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls kernel code.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("execute_kernel_flash");
    attack_call(BOARD_FLASH_BASE + 0x400 + ATTACK_CODE_BIT);
    return 1;
}
