// SPDX-License-Identifier: Apache-2.0 OR MIT
// Overwrites its own first instruction.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_own_code");
    attack_write(attack_flash_start() + 0x80);
    return 1;
}
