// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls kernel code.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("execute_kernel_flash");
    attack_call(KERNEL_FLASH + 0x400 + 1);
    return 1;
}
