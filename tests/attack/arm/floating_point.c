// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes a floating point instruction. The unit is off, or programs would leak numbers to each
// other.
//
// expect: fault no coprocessor \(floating point is off\)
#include "attack.h"

int main(void)
{
    ATTACK_START("floating_point");
    __asm__ volatile(".inst.w 0xEE000A10"); // vmov s0, r0
    attack_succeeded();
    return 1;
}
