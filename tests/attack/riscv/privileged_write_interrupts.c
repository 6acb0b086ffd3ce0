// SPDX-License-Identifier: Apache-2.0 OR MIT
// Switches the machine's interrupts off.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_interrupts");
    ATTACK_CONTROL_REGISTER("csrw mie, zero");
    attack_succeeded();
    return 1;
}
