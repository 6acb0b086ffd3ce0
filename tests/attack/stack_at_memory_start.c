// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with a stack pointer so low that half of the frame lies below its memory.
//
// expect arm: fault stack error on exception entry
// expect armv8m: fault stack pointer outside memory
// expect riscv: error a system call needs no stack
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_at_memory_start");
    attack_call_with_stack(attack_memory_start() + 16);
    return 1;
}
