// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * All registers of a RISC-V program, for registers.c: 31, since the kernel relies on none.
 *
 * The stack pointer is the address of the set itself while the call is made: a RISC-V processor
 * has no other way to find the place where everything is to be stored afterwards.
 */
#pragma once

#include <stdint.h>

/// Order fixed by the assembler below.
struct registers {
    uint32_t argument[4]; ///< x10 to x13
    uint32_t other[27];   ///< x1 to x9, x14 to x31
};
enum { REGISTERS_STACK_POINTER = 1, REGISTERS_CLASS = 9 };

/// Puts into a set what is not arbitrary: the stack pointer, and a4 without the class in it.
static inline void registers_prepare(struct registers *registers, const struct registers *used)
{
    registers->other[REGISTERS_STACK_POINTER] = (uint32_t)(uintptr_t)used;
    registers->other[REGISTERS_CLASS] = 0;
}

/// Takes out of a set what does not say anything: nothing.
static inline void registers_mask(struct registers *registers)
{
    (void)registers;
}

/// Takes out what a function may change, and so an upcall: all but sp, gp, tp and s0 to s11.
static inline void registers_mask_changed(struct registers *registers)
{
    // ra, t0 to t2, a4 to a7, t3 to t6: bit i is other[i].
    const uint32_t changed = 0x7801E71;
    for (uint32_t i = 0; i < sizeof(registers->argument) / sizeof(uint32_t); i++) {
        registers->argument[i] = 0;
    }
    for (uint32_t i = 0; i < sizeof(registers->other) / sizeof(uint32_t); i++) {
        if ((changed >> i & 1) != 0) {
            registers->other[i] = 0;
        }
    }
}
