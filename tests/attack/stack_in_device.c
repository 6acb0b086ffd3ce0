// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer in a device.
//
// expect arm: fault stack error on exception entry
// expect riscv: error a system call needs no stack
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_device");
    attack_call_with_stack(BOARD_UART_BASE + 0x20);
    return 1;
}
