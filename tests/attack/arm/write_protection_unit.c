// SPDX-License-Identifier: Apache-2.0 OR MIT
// Switches the memory protection unit off.
//
// expect: fault bus error
#include "attack.h"

#define SYSTEM_CONTROL 0xE000E000u // Armv7-M ARM B3.2

int main(void)
{
    ATTACK_START("write_protection_unit");
    *(volatile uint32_t *)(uintptr_t)(SYSTEM_CONTROL + 0xD94) = 0;
    attack_succeeded();
    return 1;
}
