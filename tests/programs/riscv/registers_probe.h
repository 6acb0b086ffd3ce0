// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * All registers of a RISC-V program, for registers.c: 31, since the kernel relies on none.
 *
 * The stack pointer is the address of the set itself while the call is made: a RISC-V processor
 * has no other way to find the place where everything is to be stored afterwards.
 */
#pragma once

#include <bulkhead/ipc_call.h>
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

/// Other registers of an IPC call: t0, a5, a6 and a7.
enum { REGISTERS_T0 = 4, REGISTERS_A5 = 10, REGISTERS_A6 = 11, REGISTERS_A7 = 12 };

/// Puts the operands of an IPC call into a set.
static inline void registers_message_put(struct registers *registers,
                                         const struct bulkhead_ipc_registers *operands)
{
    registers->argument[0] = operands->capability;
    registers->argument[1] = operands->info;
    registers->argument[2] = operands->word[0];
    registers->argument[3] = operands->word[1];
    registers->other[REGISTERS_A5] = operands->word[2];
    registers->other[REGISTERS_A6] = operands->word[3];
    registers->other[REGISTERS_T0] = operands->window;
    registers->other[REGISTERS_A7] = operands->reply_slot;
}

/// The results of an IPC call.
static inline struct bulkhead_ipc_registers registers_message(const struct registers *registers)
{
    return (struct bulkhead_ipc_registers){
        .capability = registers->argument[0],
        .info = registers->argument[1],
        .word = {registers->argument[2], registers->argument[3], registers->other[REGISTERS_A5],
                 registers->other[REGISTERS_A6]},
        .window = registers->other[REGISTERS_A7],
        .reply_slot = registers->other[REGISTERS_T0],
    };
}
