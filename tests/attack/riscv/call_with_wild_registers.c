// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes system calls with registers that the kernel might take for its own (stack, global and
// thread pointer, link register, temporaries) pointing at its memory, its code, a device and
// nothing.
//
// expect: error the kernel brings its own registers
#include "attack.h"

/// Asks where memory starts with a value in the registers. Returns 0 if one of them was changed.
static __attribute__((noinline)) uint32_t memory_start_with_registers(uint32_t value)
{
    uint32_t start;
    uint32_t differences;
    __asm__ volatile("mv s1, sp\n"
                     "mv s2, gp\n"
                     "mv s3, tp\n"
                     "mv sp, %[value]\n"
                     "mv gp, %[value]\n"
                     "mv tp, %[value]\n"
                     "mv ra, %[value]\n"
                     "mv t0, %[value]\n"
                     "mv t1, %[value]\n"
                     "mv t6, %[value]\n"
                     "li a0, 2\n"
                     "li a4, 5\n"
                     "ecall\n"
                     "xor s4, sp, %[value]\n"
                     "xor s5, gp, %[value]\n"
                     "or s4, s4, s5\n"
                     "xor s5, tp, %[value]\n"
                     "or s4, s4, s5\n"
                     "xor s5, ra, %[value]\n"
                     "or s4, s4, s5\n"
                     "xor s5, t0, %[value]\n"
                     "or s4, s4, s5\n"
                     "xor s5, t1, %[value]\n"
                     "or s4, s4, s5\n"
                     "xor s5, t6, %[value]\n"
                     "or %[differences], s4, s5\n"
                     "mv %[start], a1\n"
                     "mv sp, s1\n"
                     "mv gp, s2\n"
                     "mv tp, s3\n"
                     : [differences] "=&r"(differences), [start] "=r"(start)
                     : [value] "r"(value)
                     : "ra", "t0", "t1", "t6", "s1", "s2", "s3", "s4", "s5", "a0", "a1", "a2", "a3",
                       "a4", "memory");
    return differences == 0 ? start : 0;
}

int main(void)
{
    ATTACK_START("call_with_wild_registers");
    static const uint32_t values[] = {0,
                                      0xFFFFFFFFu,
                                      BOARD_RAM_BASE + 0x100,
                                      BOARD_FLASH_BASE + 0x100,
                                      BOARD_UART_BASE,
                                      ATTACK_NEXT_RAM + 0x200,
                                      0x80000001u};
    for (uint32_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        if (memory_start_with_registers(values[i]) != attack_memory_start()) {
            attack_succeeded();
        }
    }
    attack_print("the kernel brings its own registers\n");
    return 1;
}
