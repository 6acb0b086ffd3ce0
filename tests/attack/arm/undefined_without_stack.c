// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes an undefined instruction with the stack pointer in kernel memory: two faults at once.
//
// expect: fault undefined instruction
// expect: fault stack error on exception entry
// expect armv8m: fault stack pointer outside memory
#include "attack.h"

int main(void)
{
    ATTACK_START("undefined_without_stack");
    __asm__ volatile("mov sp, %[stack_pointer]\n"
                     "udf #1\n"
                     "0: b 0b\n"
                     :
                     : [stack_pointer] "r"(BOARD_RAM_BASE + 0x800));
    return 1;
}
