// SPDX-License-Identifier: Apache-2.0 OR MIT
// Returns from a trap of a supervisor, which does not exist.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_sret");
    __asm__ volatile("sret");
    attack_succeeded();
    return 1;
}
