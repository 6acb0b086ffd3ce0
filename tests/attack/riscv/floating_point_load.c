// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads a floating point register from its own memory.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("floating_point_load");
    __asm__ volatile(".word 0x00012007");
    attack_succeeded();
    return 1;
}
