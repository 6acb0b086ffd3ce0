// SPDX-License-Identifier: Apache-2.0 OR MIT
/// All registers of a Cortex-M program, for registers.c.
#pragma once

#include <bulkhead/ipc_call.h>
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

/// Where the words of an IPC call are among the other registers: r4, r5, r6, r8.
static const uint8_t registers_message_word[4] = {0, 1, 2, 4};

/// Puts the operands of an IPC call into a set.
static inline void registers_message_put(struct registers *registers,
                                         const struct bulkhead_ipc_registers *operands)
{
    registers->argument[0] = operands->capability;
    registers->argument[1] = operands->info;
    registers->argument[2] = operands->window;
    registers->argument[3] = operands->reply_slot;
    for (uint32_t i = 0; i < 4; i++) {
        registers->other[registers_message_word[i]] = operands->word[i];
    }
}

/// The results of an IPC call.
static inline struct bulkhead_ipc_registers registers_message(const struct registers *registers)
{
    struct bulkhead_ipc_registers results = {
        .capability = registers->argument[0],
        .info = registers->argument[1],
        .window = registers->argument[2],
        .reply_slot = registers->argument[3],
    };
    for (uint32_t i = 0; i < 4; i++) {
        results.word[i] = registers->other[registers_message_word[i]];
    }
    return results;
}
