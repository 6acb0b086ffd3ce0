// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the high half of the cycle counter.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("counter_high");
    ATTACK_CONTROL_REGISTER("rdcycleh t0");
    attack_succeeded();
    return 1;
}
