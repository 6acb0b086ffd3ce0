// SPDX-License-Identifier: Apache-2.0 OR MIT
// Orders address translation anew.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_sfence_vma");
    __asm__ volatile("sfence.vma");
    attack_succeeded();
    return 1;
}
