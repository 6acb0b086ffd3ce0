// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls a function of the kernel in Non-secure state.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("call_non_secure");
    __asm__ volatile("blxns %[function]" : : [function] "r"(BOARD_FLASH_BASE + 0x400) : "lr");
    attack_succeeded();
    return 1;
}
