// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the machine's status.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_read_status");
    ATTACK_CONTROL_REGISTER("csrr t0, mstatus");
    attack_succeeded();
    return 1;
}
