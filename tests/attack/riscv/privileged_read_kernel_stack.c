// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the register in which the kernel keeps its stack while a program runs.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_read_kernel_stack");
    ATTACK_CONTROL_REGISTER("csrr t0, mscratch");
    attack_succeeded();
    return 1;
}
