// SPDX-License-Identifier: Apache-2.0 OR MIT
// Masks all device interrupts.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_interrupt_controller");
    attack_write(0x0C002000);
    return 1;
}
