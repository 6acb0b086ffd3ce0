// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with stack pointer 0: the frame wraps to the top of the address space.
//
// expect arm: fault stack error on exception entry
// expect armv8m: fault stack pointer outside memory
// expect riscv: error a system call needs no stack
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_at_zero");
    attack_call_with_stack(0);
    return 1;
}
