// SPDX-License-Identifier: Apache-2.0 OR MIT
// Triggers a device interrupt by software.
//
// expect: fault bus error
#include "attack.h"

#define SYSTEM_CONTROL 0xE000E000u // Armv7-M ARM B3.2

int main(void)
{
    ATTACK_START("write_software_interrupt");
    *(volatile uint32_t *)(uintptr_t)(SYSTEM_CONTROL + 0xF00) = 0;
    attack_succeeded();
    return 1;
}
