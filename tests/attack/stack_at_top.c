// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the highest stack pointer there is.
//
// expect arm: fault stack error on exception entry
// expect riscv: error a system call needs no stack
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_at_top");
    attack_call_with_stack(0xFFFFFFF8u);
    return 1;
}
