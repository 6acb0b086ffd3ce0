// SPDX-License-Identifier: Apache-2.0 OR MIT
// Takes an interrupt from the kernel.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_interrupt_claim");
    attack_write(0x0C200004);
    return 1;
}
