// SPDX-License-Identifier: Apache-2.0 OR MIT
// Returns from a debugger that is not there.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_dret");
    __asm__ volatile(".word 0x7B200073");
    attack_succeeded();
    return 1;
}
