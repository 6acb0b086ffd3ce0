// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "upcall.h"

#include "grant.h"
#include "ipc.h"

static unsigned queue_index(const struct process *process, unsigned position)
{
    unsigned index = process->queue_head + position;
    return index < UPCALL_QUEUE_CAPACITY ? index : index - UPCALL_QUEUE_CAPACITY;
}

static struct upcall *queue_at(struct process *process, unsigned position)
{
    return &process->queue[queue_index(process, position)];
}

/// Takes one event out of the middle; the others keep their order.
static void queue_remove(struct process *process, unsigned position)
{
    for (unsigned i = position; i > 0; i--) {
        *queue_at(process, i) = *queue_at(process, i - 1);
    }
    process->queue_head = (uint8_t)queue_index(process, 1);
    process->queue_count--;
}

enum error upcall_add(struct process *process, unsigned driver, uint32_t number, uint32_t argument0,
                      uint32_t argument1, uint32_t argument2)
{
    const struct grant *grant = &process->grants[driver];
    if (grant->memory == NULL) {
        return ERROR_INVALID;
    }
    if (process->state == PROCESS_YIELDED_FOR && !process->has_awaited &&
        process->awaited_driver == driver && process->counters.awaited_upcall == number) {
        process->awaited_result[0] = argument0;
        process->awaited_result[1] = argument1;
        process->awaited_result[2] = argument2;
        process->has_awaited = true;
        process_ready_update(process);
        return ERROR_NONE;
    }
    if (process->queue_count == UPCALL_QUEUE_CAPACITY) {
        process->counters.dropped_upcalls++;
        return ERROR_FULL;
    }
    struct upcall *upcall = queue_at(process, process->queue_count);
    upcall->driver = (uint8_t)driver;
    upcall->number = (uint8_t)number;
    upcall->is_null = grant_upcall_slot_of(grant, number)->function == 0;
    upcall->argument[0] = argument0;
    upcall->argument[1] = argument1;
    upcall->argument[2] = argument2;
    process->queue_count++;
    if (process->state == PROCESS_YIELDED && !process->is_stopped && !upcall->is_null) {
        process_ready_set(process);
    } else if (!process->is_ready) {
        ipc_upcall_added(process);
        process_ready_update(process); // Also drops an event that nothing happens for.
    }
    return ERROR_NONE;
}

static ALWAYS_INLINE void queue_remove_first(struct process *process)
{
    process->queue_head = (uint8_t)queue_index(process, 1);
    process->queue_count--;
}

bool upcall_drop_null(struct process *process)
{
    while (process->queue_count > 0 && process->queue[process->queue_head].is_null) {
        queue_remove_first(process);
    }
    return process->queue_count > 0;
}

bool upcall_waits(struct process *process)
{
    if (process->queue_count == UPCALL_QUEUE_CAPACITY) {
        return upcall_drop_null(process);
    }
    for (unsigned i = 0; i < process->queue_count; i++) {
        if (!queue_at(process, i)->is_null) {
            return true;
        }
    }
    return false;
}

bool upcall_take_awaited(struct process *process, unsigned driver, uint32_t number,
                         struct upcall *upcall)
{
    for (unsigned i = 0; i < process->queue_count; i++) {
        const struct upcall *candidate = queue_at(process, i);
        if (candidate->driver == driver && candidate->number == number) {
            *upcall = *candidate;
            queue_remove(process, i);
            return true;
        }
    }
    return false;
}

void upcall_purge(struct process *process, unsigned driver, uint32_t number)
{
    unsigned i = 0;
    while (i < process->queue_count) {
        const struct upcall *candidate = queue_at(process, i);
        if (candidate->driver == driver && candidate->number == number && !candidate->is_null) {
            queue_remove(process, i);
        } else {
            i++;
        }
    }
}

enum error upcall_deliver_first(struct process *process)
{
    const struct upcall *upcall = &process->queue[process->queue_head];
    // The slot was there when the event was added, and grants stay for the life.
    const struct upcall_slot *slot =
        grant_upcall_slot_of(&process->grants[upcall->driver], upcall->number);
    const uint32_t argument[4] = {upcall->argument[0], upcall->argument[1], upcall->argument[2],
                                  slot->data};
    queue_remove_first(process);
    return port_context_upcall(&process->context, slot->function, argument);
}
