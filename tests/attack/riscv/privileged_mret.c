// SPDX-License-Identifier: Apache-2.0 OR MIT
// Returns from a trap of the machine, which it was never in.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_mret");
    __asm__ volatile("mret");
    attack_succeeded();
    return 1;
}
