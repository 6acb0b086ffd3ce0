// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets the machine's cycle counter.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_counter");
    ATTACK_CONTROL_REGISTER("csrw mcycle, zero");
    attack_succeeded();
    return 1;
}
