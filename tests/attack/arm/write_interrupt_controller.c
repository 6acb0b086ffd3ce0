// SPDX-License-Identifier: Apache-2.0 OR MIT
// Masks all device interrupts.
//
// expect: fault bus error
#include "attack.h"

#define SYSTEM_CONTROL 0xE000E000u // Armv7-M ARM B3.2

int main(void)
{
    ATTACK_START("write_interrupt_controller");
    *(volatile uint32_t *)(uintptr_t)(SYSTEM_CONTROL + 0x180) = 0xFFFFFFFF;
    attack_succeeded();
    return 1;
}
