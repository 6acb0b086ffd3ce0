// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with a stack pointer whose frame would lie half at the end of the addresses
// and half at their start, so that its end is a small number.
//
// expect arm: fault stack error on exception entry
// expect armv8m: fault stack pointer outside memory
// expect riscv: error a system call needs no stack
#include "attack.h"

int main(void)
{
    ATTACK_START("isolation_bug_15_stack_wraps");
    attack_call_with_stack(16);
    return 1;
}
