// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes the state of the floating point unit, which is off.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_rounding");
    ATTACK_CONTROL_REGISTER("csrwi fcsr, 1");
    attack_succeeded();
    return 1;
}
