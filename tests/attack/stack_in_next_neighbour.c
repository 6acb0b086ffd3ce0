// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer in the memory of the neighbour behind it.
//
// expect arm: fault stack error on exception entry
// expect riscv: error a system call needs no stack
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_next_neighbour");
    attack_call_with_stack(ATTACK_NEXT_RAM + 0x200);
    return 1;
}
