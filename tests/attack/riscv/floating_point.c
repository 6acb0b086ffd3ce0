// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes a floating point instruction. The unit is off, or programs would leak numbers to each
// other.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("floating_point");
    __asm__ volatile(".word 0x00007053");
    attack_succeeded();
    return 1;
}
