// SPDX-License-Identifier: Apache-2.0 OR MIT
// Spins through many ticks with every register that could matter to the kernel pointing into its
// memory: stack pointer, global pointer, thread pointer, link register. A trap must rely on none.
//
// expect: error ticks need no registers
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_kernel_at_tick");
    uint32_t value = BOARD_RAM_BASE + 0x800;
    uint32_t differences;
    __asm__ volatile("mv s1, sp\n"
                     "mv s2, gp\n"
                     "mv s3, tp\n"
                     "mv sp, %[value]\n"
                     "mv gp, %[value]\n"
                     "mv tp, %[value]\n"
                     "mv ra, %[value]\n"
                     "li s4, 3000000\n"
                     "1: addi s4, s4, -1\n"
                     "bnez s4, 1b\n"
                     "xor s4, sp, %[value]\n"
                     "xor s5, gp, %[value]\n"
                     "or s4, s4, s5\n"
                     "xor s5, tp, %[value]\n"
                     "or s4, s4, s5\n"
                     "xor s5, ra, %[value]\n"
                     "or %[differences], s4, s5\n"
                     "mv sp, s1\n"
                     "mv gp, s2\n"
                     "mv tp, s3\n"
                     : [differences] "=r"(differences)
                     : [value] "r"(value)
                     : "ra", "s1", "s2", "s3", "s4", "s5", "memory");
    if (differences == 0) {
        attack_print("ticks need no registers\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
