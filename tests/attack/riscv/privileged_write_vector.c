// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has all traps go to its own code.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_vector");
    ATTACK_CONTROL_REGISTER("la t0, main\n"
                            "csrw mtvec, t0");
    attack_succeeded();
    return 1;
}
