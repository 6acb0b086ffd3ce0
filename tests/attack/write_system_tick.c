// SPDX-License-Identifier: Apache-2.0 OR MIT
// Stops the tick that ends time slices.
//
// expect: fault bus error
#include "attack.h"

int main(void)
{
    ATTACK_START("write_system_tick");
    *(volatile uint32_t *)(uintptr_t)(SYSTEM_CONTROL + 0x010) = 0;
    attack_succeeded();
    return 1;
}
