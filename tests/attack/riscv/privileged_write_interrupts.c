// SPDX-License-Identifier: Apache-2.0 OR MIT
// Switches the machine'"s
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_interrupts");
    __asm__ volatile(interrupts);
    attack_succeeded();
    return 1;
}
