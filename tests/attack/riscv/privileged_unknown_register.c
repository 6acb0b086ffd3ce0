// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads a control register that no standard knows.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_unknown_register");
    ATTACK_CONTROL_REGISTER("csrr t0, 0xBFF");
    attack_succeeded();
    return 1;
}
