// SPDX-License-Identifier: Apache-2.0 OR MIT
// Returns from a trap of user mode, which old versions of the architecture had.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_uret");
    __asm__ volatile(".word 0x00200073");
    attack_succeeded();
    return 1;
}
