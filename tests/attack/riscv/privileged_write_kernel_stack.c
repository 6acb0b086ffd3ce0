// SPDX-License-Identifier: Apache-2.0 OR MIT
// Swaps its own stack pointer for the one that the kernel keeps.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_kernel_stack");
    ATTACK_CONTROL_REGISTER("csrrw sp, mscratch, sp");
    attack_succeeded();
    return 1;
}
