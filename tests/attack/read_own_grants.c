// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads what the kernel keeps for its drivers in the program's own block.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_own_grants");
    attack_read(attack_grant_start());
    return 1;
}
