// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads an address where most boards have nothing at all.
//
// expect: fault data access violation
// expect: fault bus error
#include "attack.h"

int main(void)
{
    ATTACK_START("read_hole");
    attack_read(0xA0000000u);
    return 1;
}
