// SPDX-License-Identifier: Apache-2.0 OR MIT
// Spins with the stack pointer in kernel memory until an interrupt has to stack there.
//
// expect: fault stack error on exception entry
// expect armv8m: fault stack pointer outside memory
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_kernel_at_tick");
    __asm__ volatile("mov sp, %[stack_pointer]\n"
                     "0: b 0b\n"
                     :
                     : [stack_pointer] "r"(BOARD_RAM_BASE + 0x800));
    return 1;
}
