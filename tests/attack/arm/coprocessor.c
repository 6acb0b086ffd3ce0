// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads a register of a coprocessor that is not there.
//
// expect: fault (no coprocessor|undefined instruction)
#include "attack.h"

int main(void)
{
    ATTACK_START("coprocessor");
    __asm__ volatile(".inst.w 0xEE110F10" : : : "r0"); // mrc p15, 0, r0, c1, c0, 0
    attack_succeeded();
    return 1;
}
