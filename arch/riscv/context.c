// SPDX-License-Identifier: Apache-2.0 OR MIT
// Contexts of processes. All of a process is in its record, so nothing here can be refused.

#include <kernel/port.h>
#include <lib/checked.h>

#include "process_state.h"

enum { STACK_ALIGNMENT = 16 };

enum { X_RA = 1, X_SP = 2, X_T0 = 5, X_A0 = 10, X_A5 = 15, X_A7 = 17 };

static uintptr_t *context_register(struct arch_context *context, unsigned number)
{
    return &context->registers[number - 1];
}

void port_context_bounds_set(struct arch_context *context, struct range memory, struct range code)
{
    // Traps store nothing where a process could say, and the call's class is in a register.
    (void)context;
    (void)memory;
    (void)code;
}

enum error port_context_start(struct arch_context *context, const struct port_entry *entry)
{
    if (context == arch_current) {
        arch_current = NULL; // What the last life had in the processor is not to be kept.
    }
    *context = (struct arch_context){.pc = entry->entry & ~(uintptr_t)1};
    *context_register(context, X_SP) = align_down(entry->stack_end, STACK_ALIGNMENT);
    for (unsigned i = 0; i < 4; i++) {
        *context_register(context, X_A0 + i) = entry->argument[i];
    }
    return ERROR_NONE;
}

enum error port_context_upcall(struct arch_context *context, uint32_t function,
                               const uint32_t argument[4])
{
    for (unsigned i = 0; i < 4; i++) {
        *context_register(context, X_A0 + i) = argument[i];
    }
    *context_register(context, X_RA) = context->pc;
    context->pc = function & ~(uintptr_t)1; // As a jump would; the trap return may not.
    return ERROR_NONE;
}

enum error port_context_result(struct arch_context *context, const uint32_t word[], size_t count)
{
    for (unsigned i = 0; i < count; i++) {
        *context_register(context, X_A0 + i) = word[i];
    }
    return ERROR_NONE;
}

enum error port_context_message(struct arch_context *context, const struct port_message *message)
{
    *context_register(context, X_A0) = message->capability;
    *context_register(context, X_A0 + 1) = message->info;
    *context_register(context, X_A0 + 2) = message->word[0];
    *context_register(context, X_A0 + 3) = message->word[1];
    *context_register(context, X_A5) = message->word[2];
    *context_register(context, X_A5 + 1) = message->word[3];
    *context_register(context, X_A7) = message->window;
    *context_register(context, X_T0) = message->reply_slot;
    return ERROR_NONE;
}

void arch_message_keep(struct arch_context *context, const struct port_message *message)
{
    struct port_message kept = *message;
    kept.window = message->reply_slot; // Operands stand where the badge comes, the other way round.
    kept.reply_slot = message->window;
    (void)!port_context_message(context, &kept);
}
