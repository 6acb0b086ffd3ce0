// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks the system control block for a reset.
//
// expect: fault bus error
#include "attack.h"

#define SYSTEM_CONTROL 0xE000E000u // Armv7-M ARM B3.2

int main(void)
{
    ATTACK_START("write_reset");
    *(volatile uint32_t *)(uintptr_t)(SYSTEM_CONTROL + 0xD0C) = 0x05FA0004;
    attack_succeeded();
    return 1;
}
