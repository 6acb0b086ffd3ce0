// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer at the end of its block: the frame would overwrite
// its process record.
//
// expect arm: fault stack error on exception entry
// expect riscv: error a system call needs no stack
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_at_block_end");
    attack_call_with_stack(attack_memory_end());
    return 1;
}
