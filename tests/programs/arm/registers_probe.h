// SPDX-License-Identifier: Apache-2.0 OR MIT
/// All registers of a Cortex-M program, for registers.c.
#pragma once

#include <stdint.h>

/// Order fixed by the assembler below.
struct registers {
    uint32_t argument[4]; ///< r0 to r3
    uint32_t other[9];    ///< r4 to r12
    uint32_t link;
    uint32_t flags; ///< N, Z, C, V, Q in bits 31 to 27
};

/// Puts into a set what is not arbitrary: nothing.
static inline void registers_prepare(struct registers *registers, const struct registers *used)
{
    (void)registers;
    (void)used;
}

/// Takes out of a set what does not say anything: only five flags exist.
static inline void registers_mask(struct registers *registers)
{
    registers->flags &= 0xF8000000u;
}

/// Takes out what a function may change, and so an upcall: all but r4 to r11.
static inline void registers_mask_changed(struct registers *registers)
{
    enum { R12 = 8 };
    for (uint32_t i = 0; i < sizeof(registers->argument) / sizeof(uint32_t); i++) {
        registers->argument[i] = 0;
    }
    registers->other[R12] = 0;
    registers->link = 0;
    registers->flags = 0;
}
