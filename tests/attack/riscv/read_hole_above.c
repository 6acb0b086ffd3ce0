// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the highest word of the address space.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_hole_above");
    attack_read(0xFFFFFFFCu);
    return 1;
}
