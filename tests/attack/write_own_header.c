// SPDX-License-Identifier: Apache-2.0 OR MIT
// Overwrites its own header, to look like another program after a restart.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_own_header");
    attack_write(attack_flash_start());
    return 1;
}
