// SPDX-License-Identifier: Apache-2.0 OR MIT
// Opens the counters to itself.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_counter_enable");
    ATTACK_CONTROL_REGISTER("csrwi mcounteren, 7");
    attack_succeeded();
    return 1;
}
