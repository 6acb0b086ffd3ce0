// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with a stack pointer that is no multiple of 8. That is allowed: hardware
// aligns the frame.
//
// expect: error a stack pointer at a multiple of 4 works
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_misaligned");
    uint32_t stack_pointer;
    __asm__ volatile("mov %[stack_pointer], sp" : [stack_pointer] "=r"(stack_pointer));
    (void)attack_memory_start_with_stack((stack_pointer & ~7u) - 4);
    (void)attack_memory_start_with_stack((stack_pointer & ~7u) - 7);
    attack_print("a stack pointer at a multiple of 4 works\n");
    return 1;
}
