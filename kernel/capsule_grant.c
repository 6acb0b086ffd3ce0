// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gates: grants, buffers and upcalls of the calling capsule's driver. See capsule.h.

#include <capsule.h>

#include <lib/memory.h>

#include "capsule_boundary.h"
#include "grant.h"
#include "upcall.h"
#include "user_copy.h"

enum { BUFFER_COPY_BYTES_MAX = 256 };

/// The driver that the calling capsule serves. A capsule without one has no business here.
static unsigned calling_driver(void)
{
    const unsigned driver = board.capsule_status[capsule_calling()].driver;
    capsule_require(driver != DRIVER_NONE);
    return driver;
}

/// A process whose grants exist: until capsules have been told of the end of its life.
static struct process *process_find_with_grants(struct process_id id)
{
    struct process *process = process_find_life(id);
    return process != NULL && (process_is_alive(process) || process->is_end_pending) ? process
                                                                                     : NULL;
}

struct grant_scope grant_scope_open(struct process_id id)
{
    struct grant_scope scope = {.process = id, .state = NULL, .error = ERROR_STALE};
    const unsigned driver = calling_driver();
    struct process *process = process_find_with_grants(id);
    if (process != NULL) {
        struct grant *grant = &process->grants[driver];
        if (grant->is_entered) {
            scope.error = ERROR_BUSY;
        } else if (grant->memory != NULL) {
            scope.error = ERROR_NONE;
        } else if (process_is_alive(process)) {
            scope.error = grant_ensure(process, driver);
        }
        if (scope.error == ERROR_NONE) {
            grant->is_entered = true;
            scope.state = grant_state(process, driver);
        }
    }
    capsule_gate_leave();
    return scope;
}

void grant_scope_close(struct grant_scope *scope)
{
    if (scope->error == ERROR_NONE) {
        const unsigned driver = calling_driver();
        struct process *process = process_find_with_grants(scope->process);
        if (process != NULL) {
            process->grants[driver].is_entered = false;
        }
    }
    capsule_gate_leave();
}

bool grant_next_process(struct process_id *id)
{
    capsule_require(id != NULL);
    const unsigned driver = calling_driver();
    // In the order of life numbers, so that a process that restarts meanwhile is not met twice.
    const struct process *next = NULL;
    for (uint32_t i = 0; i < board.slot_count; i++) {
        const struct process *process = board.slots[i].process;
        if (process != NULL && process_is_alive(process) &&
            process->grants[driver].memory != NULL && process->id.number > id->number &&
            (next == NULL || process->id.number < next->id.number)) {
            next = process;
        }
    }
    if (next != NULL) {
        *id = next->id;
    }
    capsule_gate_leave();
    return next != NULL;
}

/// The slot of a buffer, or null: no such process, grant or number.
static struct allow_slot *buffer_slot(struct process *process, enum buffer_kind kind,
                                      uint32_t number)
{
    if (process == NULL) {
        return NULL;
    }
    return grant_allow_slot(process, calling_driver(),
                            kind == BUFFER_READ_ONLY ? ALLOW_READ_ONLY : ALLOW_READ_WRITE, number);
}

size_t buffer_length(struct process_id id, enum buffer_kind kind, uint32_t number)
{
    const struct allow_slot *slot = buffer_slot(process_find(id), kind, number);
    const size_t length = slot == NULL ? 0 : slot->range.bytes;
    capsule_gate_leave();
    return length;
}

/// Finds the part of a buffer that a copy is about.
static enum error buffer_part(struct process *process, enum buffer_kind kind, uint32_t number,
                              size_t offset, size_t bytes, struct user_range *part)
{
    if (process == NULL) {
        return ERROR_STALE;
    }
    const struct allow_slot *slot = buffer_slot(process, kind, number);
    if (slot == NULL || offset > slot->range.bytes || bytes > slot->range.bytes - offset) {
        return ERROR_SIZE;
    }
    // The sum cannot wrap: the whole buffer was checked when it was allowed.
    *part = user_range_from_words(user_address_to_word(slot->range.address) + offset, bytes);
    return ERROR_NONE;
}

static ALWAYS_INLINE void buffer_copy_end(const struct process *process)
{
    if (process != process_current) {
        process_protection_restore();
    }
    capsule_gate_leave();
}

enum error buffer_copy_in(struct process_id id, enum buffer_kind kind, uint32_t number,
                          size_t offset, void *to, size_t bytes)
{
    capsule_require(to != NULL && bytes <= BUFFER_COPY_BYTES_MAX);
    struct process *process = process_find(id);
    struct user_range part;
    size_t copied;
    enum error error = buffer_part(process, kind, number, offset, bytes, &part);
    if (error == ERROR_NONE) {
        error = user_copy_in(process, to, part, &copied);
    } else {
        memory_clear(to, bytes);
    }
    buffer_copy_end(process);
    return error;
}

enum error buffer_copy_out(struct process_id id, uint32_t number, size_t offset, const void *from,
                           size_t bytes)
{
    capsule_require(from != NULL && bytes <= BUFFER_COPY_BYTES_MAX);
    struct process *process = process_find(id);
    struct user_range part;
    size_t copied;
    enum error error = buffer_part(process, BUFFER_READ_WRITE, number, offset, bytes, &part);
    if (error == ERROR_NONE) {
        error = user_copy_out(process, part, from, &copied);
    }
    buffer_copy_end(process);
    return error;
}

enum error upcall_schedule(struct process_id id, uint32_t number, uint32_t argument0,
                           uint32_t argument1, uint32_t argument2)
{
    const unsigned driver = calling_driver();
    capsule_require(number < board.drivers[driver].upcall_count);
    struct process *process = process_find(id);
    const uint32_t argument[3] = {argument0, argument1, argument2};
    enum error error =
        process == NULL ? ERROR_STALE : upcall_add(process, driver, number, argument);
    capsule_gate_leave();
    return error;
}
