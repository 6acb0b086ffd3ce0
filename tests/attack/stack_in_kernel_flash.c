// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer in kernel code.
//
// expect arm: fault stack error on exception entry
// expect armv8m: fault stack pointer outside memory
// expect riscv: error a system call needs no stack
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_kernel_flash");
    attack_call_with_stack(BOARD_FLASH_BASE + 0x1000);
    return 1;
}
