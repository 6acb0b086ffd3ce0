// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes a breakpoint with the stack pointer in kernel memory.
//
// expect: fault breakpoint
#include "attack.h"

int main(void)
{
    ATTACK_START("breakpoint_without_stack");
    __asm__ volatile("mv sp, %[stack_pointer]\n"
                     "ebreak\n"
                     "0: j 0b\n"
                     :
                     : [stack_pointer] "r"(BOARD_RAM_BASE + 0x800));
    return 1;
}
