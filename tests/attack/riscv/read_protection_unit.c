// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads how the first protection entry is set.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("read_protection_unit");
    ATTACK_CONTROL_REGISTER("csrr t0, pmpcfg0");
    attack_succeeded();
    return 1;
}
