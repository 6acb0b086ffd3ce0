// SPDX-License-Identifier: Apache-2.0 OR MIT
// Opens all memory to itself with the first protection entry.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_protection");
    ATTACK_CONTROL_REGISTER("li t0, 0x1F\n"
                            "csrw pmpcfg0, t0");
    attack_succeeded();
    return 1;
}
