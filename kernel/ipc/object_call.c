// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls about other objects of the kernel: interrupt lines, children, debug output, the own buffer.

#include <lib/range.h>

#include "call.h"
#include "capability.h"
#include "endpoint.h"
#include "grant.h"
#include "ipc.h"
#include "user_copy.h"

void ipc_irq_acknowledge(const struct capability *entry)
{
    port_irq_enable(entry->target);
}

static void child_resume(struct ipc *child)
{
    child->process->is_stopped = false;
    if (child->state == IPC_FAULTING || child->state == IPC_FAULT_WAITING ||
        child->state == IPC_FAULT_STOPPED) {
        endpoint_leave(child);
        child->state = IPC_FAULT_STOPPED;
        ipc_complete(child);
    }
    process_ready_update(child->process);
}

/// Begins another life of a child at an address of its image.
static enum error child_restart(struct ipc *child, uint32_t entry)
{
    struct process *process = child->process;
    if (entry == 0 || entry == IPC_ENTRY_LOADED) {
        entry = child->loaded_entry;
    } else if (entry - process->app_start >= process->flash_end - process->app_start) {
        return ERROR_INVALID;
    }
    if (process_is_alive(process)) {
        process_end(process, PROCESS_TERMINATED);
    }
    process->entry = entry;           // Of the next life only.
    process->restart.delay_ticks = 0; // It is no crash loop if the parent wants it.
    process_restart_request(process);
    return ERROR_NONE;
}

static enum error child_call(struct capability *entry, uint32_t operation, uint32_t operand)
{
    struct ipc *child = capability_process(entry);
    if (child == NULL) {
        return ERROR_PEER_DIED;
    }
    if (operation == IPC_CHILD_RESTART) {
        return child_restart(child, operand);
    }
    if (operation != IPC_CHILD_STOP && operation != IPC_CHILD_RESUME) {
        return ERROR_INVALID;
    }
    if (!process_is_alive(child->process)) {
        return ERROR_PEER_DIED;
    }
    if (operation == IPC_CHILD_RESUME) {
        child_resume(child);
    } else {
        child->process->is_stopped = true;
        process_ready_update(child->process);
    }
    return ERROR_NONE;
}

int ipc_call_object(struct ipc *self)
{
    struct capability *entry = capability_at(self, self->message.capability);
    const uint32_t operation = self->message.info >> IPC_LABEL_SHIFT;
    const uint32_t operand = self->message.word[0];
    enum error error = ERROR_INVALID;
    if (entry == NULL) {
        return ipc_status(self, error);
    }
    if (entry->kind == IPC_KIND_CHILD) {
        error = child_call(entry, operation, operand);
        if (!process_is_alive(self->process)) {
            return KERNEL_CALL_GONE; // A description may make a process its own child.
        }
    } else if (entry->kind == IPC_KIND_IRQ && operation == IPC_IRQ_ACKNOWLEDGE) {
        ipc_irq_acknowledge(entry);
        error = ERROR_NONE;
    } else if (entry->kind == IPC_KIND_DEBUG && operation == IPC_DEBUG_WRITE) {
        const char byte = (char)operand;
        board.panic_write(&byte, sizeof byte);
        error = ERROR_NONE;
    }
    return ipc_status(self, error);
}

static bool overlaps(struct user_range one, struct user_range other)
{
    const uintptr_t start = user_address_to_word(one.address);
    const uintptr_t other_start = user_address_to_word(other.address);
    return range_overlaps((struct range){start, start + one.bytes},
                          (struct range){other_start, other_start + other.bytes});
}

bool ipc_buffer_overlaps(const struct process *process, struct user_range range)
{
    return process->ipc != NULL && ipc_has_buffer(process->ipc) &&
           overlaps(ipc_buffer_part(process->ipc, 0, IPC_BUFFER_BYTES), range);
}

/// Whether a driver may write to a part of a range.
static bool is_allowed(const struct process *process, struct user_range range)
{
    for (unsigned driver = 0; driver < board.driver_count; driver++) {
        const struct allow_slot *slot = NULL;
        uint32_t number = 0;
        while ((slot = grant_allow_slot(process, driver, BUFFER_READ_WRITE, number++)) != NULL) {
            if (overlaps(slot->range, range)) {
                return true;
            }
        }
    }
    return false;
}

int ipc_call_buffer_set(struct ipc *self)
{
    const uint32_t address = self->message.word[0];
    const struct user_range range = user_range_from_words(address, IPC_BUFFER_BYTES);
    enum error error = ERROR_NONE;
    if (address % IPC_BUFFER_ALIGNMENT != 0) {
        error = ERROR_INVALID;
    } else if (address != 0) {
        error = user_range_check(self->process, range, USER_WRITE);
        if (error == ERROR_NONE && is_allowed(self->process, range)) {
            error = ERROR_INVALID;
        }
    }
    if (error == ERROR_NONE) {
        self->buffer = user_address_from_word(address);
    }
    return ipc_status(self, error);
}
