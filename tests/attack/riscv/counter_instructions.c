// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the counter of executed instructions.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("counter_instructions");
    ATTACK_CONTROL_REGISTER("rdinstret t0");
    attack_succeeded();
    return 1;
}
