// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes what the kernel keeps for its drivers in the program's own block.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_own_grants");
    attack_write(attack_grant_start());
    return 1;
}
