// SPDX-License-Identifier: Apache-2.0 OR MIT
// Branches to its own code in Non-secure state, whose privilege is another one. No memory is
// Non-secure, so not one instruction is executed there.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("branch_non_secure");
    __asm__ volatile("adr  r0, 1f\n"
                     "bxns r0\n"
                     ".balign 4\n"
                     "1: nop\n" ::
                         : "r0");
    attack_succeeded();
    return 1;
}
