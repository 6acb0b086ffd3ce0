// SPDX-License-Identifier: Apache-2.0 OR MIT
// Switches the memory protection unit off.
//
// expect: fault bus error
#include "attack.h"

int main(void)
{
    ATTACK_START("write_protection_unit");
    *(volatile uint32_t *)(uintptr_t)(SYSTEM_CONTROL + 0xD94) = 0;
    attack_succeeded();
    return 1;
}
