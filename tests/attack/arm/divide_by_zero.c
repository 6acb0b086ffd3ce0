// SPDX-License-Identifier: Apache-2.0 OR MIT
// Divides by zero.
//
// expect: fault divide by zero
#include "attack.h"

int main(void)
{
    ATTACK_START("divide_by_zero");
    __asm__ volatile("movs r0, #1\n"
                     "movs r1, #0\n"
                     "udiv r0, r0, r1\n"
                     :
                     :
                     : "r0", "r1");
    attack_succeeded();
    return 1;
}
