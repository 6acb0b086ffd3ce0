// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the control register of the memory protection unit.
//
// expect: fault bus error
#include "attack.h"

#define SYSTEM_CONTROL 0xE000E000u // Armv7-M ARM B3.2

int main(void)
{
    ATTACK_START("read_protection_unit");
    attack_read(SYSTEM_CONTROL + 0xD94);
    return 1;
}
