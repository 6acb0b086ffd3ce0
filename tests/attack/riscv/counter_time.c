// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the time past the kernel.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("counter_time");
    ATTACK_CONTROL_REGISTER("rdtime t0");
    attack_succeeded();
    return 1;
}
