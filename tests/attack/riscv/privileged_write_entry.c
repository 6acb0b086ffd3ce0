// SPDX-License-Identifier: Apache-2.0 OR MIT
// Moves the first protection entry over all memory.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_entry");
    ATTACK_CONTROL_REGISTER("li t0, -1\n"
                            "csrw pmpaddr0, t0");
    attack_succeeded();
    return 1;
}
