// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for machine mode after the next trap, with protection checked as for a program.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_status");
    ATTACK_CONTROL_REGISTER("li t0, 0x21800\n"
                            "csrs mstatus, t0");
    attack_succeeded();
    return 1;
}
