// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the cycle counter: programs could time each other with it.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("counter_cycle");
    ATTACK_CONTROL_REGISTER("rdcycle t0");
    attack_succeeded();
    return 1;
}
