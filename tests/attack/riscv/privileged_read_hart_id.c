// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads which hart it runs on.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_read_hart_id");
    ATTACK_CONTROL_REGISTER("csrr t0, mhartid");
    attack_succeeded();
    return 1;
}
