// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer in its own code.
//
// expect arm: fault stack error on exception entry
// expect armv8m: fault stack pointer outside memory
// expect riscv: error a system call needs no stack
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_flash");
    attack_call_with_stack(attack_flash_start() + 0x200);
    return 1;
}
