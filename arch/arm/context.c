// SPDX-License-Identifier: Apache-2.0 OR MIT
// Contexts of processes: their first frame, upcalls and results. Frames are process memory.

#include <kernel/port.h>
#include <lib/checked.h>

#include "process_state.h"
#include "status_bits.h"

enum { STACK_ALIGNMENT = 8, CALL_BYTES = 2, FRAME_BYTES = sizeof(struct exception_frame) };

/// Places among the registers that a context keeps.
enum { R4, R5, R6, R7, R8 };

void port_context_bounds_set(struct arch_context *context, struct range memory, struct range code)
{
    const uint32_t memory_bytes = (uint32_t)range_bytes(memory);
    context->stack_low = (uint32_t)memory.start;
    context->stack_places = memory_bytes < FRAME_BYTES ? 0 : memory_bytes - FRAME_BYTES + 1;

    const uint32_t code_bytes = (uint32_t)range_bytes(code);
    context->call_low = (uint32_t)code.start + CALL_BYTES;
    context->call_places = code_bytes < CALL_BYTES ? 0 : code_bytes - CALL_BYTES + 1;
}

/// Whether a whole frame at the stack pointer lies in the memory of the process.
static bool frame_is_inside(const struct arch_context *context)
{
    return context->stack_pointer - context->stack_low < context->stack_places;
}

enum error port_context_start(struct arch_context *context, const struct port_entry *entry)
{
    // The places end where the memory ends, less one frame.
    const uint32_t end = context->stack_low + context->stack_places - 1;
    context->stack_pointer = (uint32_t)align_down(end, STACK_ALIGNMENT);
    for (size_t i = 0; i < sizeof context->callee_saved / sizeof context->callee_saved[0]; i++) {
        context->callee_saved[i] = 0;
    }
    if (!frame_is_inside(context)) {
        return ERROR_FAULT;
    }
    const struct exception_frame frame = {
        .r0_to_r3 = {entry->argument[0], entry->argument[1], entry->argument[2],
                     entry->argument[3]},
        .lr = 1, // A return from the entry point is a fault at address 0.
        .pc = entry->entry & ~1u,
        .xpsr = XPSR_THUMB,
    };
    if (user_window_copy_out(context->stack_pointer, &frame, sizeof frame) != 0) {
        return ERROR_FAULT;
    }
    return ERROR_NONE;
}

enum error port_context_upcall(struct arch_context *context, uint32_t function,
                               const uint32_t argument[4])
{
    if (!frame_is_inside(context) ||
        !arch_frame_upcall(context->stack_pointer, function, argument)) {
        return ERROR_FAULT;
    }
    return ERROR_NONE;
}

enum error port_context_result(struct arch_context *context, const uint32_t word[], size_t count)
{
    const size_t bytes = count * sizeof word[0];
    if (!frame_is_inside(context) ||
        user_window_copy_out(context->stack_pointer, word, bytes) != 0) {
        return ERROR_FAULT;
    }
    return ERROR_NONE;
}

enum error port_context_message(struct arch_context *context, const struct port_message *message)
{
    const uint32_t in_frame[] = {message->capability, message->info, message->window,
                                 message->reply_slot};
    context->callee_saved[R4] = message->word[0];
    context->callee_saved[R5] = message->word[1];
    context->callee_saved[R6] = message->word[2];
    context->callee_saved[R8] = message->word[3];
    return port_context_result(context, in_frame, sizeof in_frame / sizeof in_frame[0]);
}
