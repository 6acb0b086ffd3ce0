// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets a hardware breakpoint on the kernel.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_trigger");
    ATTACK_CONTROL_REGISTER("csrw tselect, zero\n"
                            "csrw tdata1, zero");
    attack_succeeded();
    return 1;
}
