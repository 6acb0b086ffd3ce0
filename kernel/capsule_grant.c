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
static ARCH_HELPER unsigned calling_driver(void)
{
    const unsigned driver = board.capsule_drivers[capsule_calling()];
    capsule_require(driver != DRIVER_NONE);
    return driver;
}

/// For a grant that is not there yet, or cannot be entered.
static NOINLINE void grant_scope_open_first(struct grant_scope *scope, struct process *process,
                                            unsigned driver)
{
    scope->state = NULL;
    scope->error = ERROR_STALE;
    if (process != NULL && process->grants[driver].is_entered) {
        scope->error = ERROR_BUSY;
    } else if (process != NULL && process_is_alive(process)) {
        scope->error = grant_ensure(process, driver);
    }
    if (scope->error == ERROR_NONE) {
        process->grants[driver].is_entered = true;
        scope->state = grant_state(process, driver);
    }
    capsule_gate_leave();
}

UNANALYSED void grant_scope_open(struct grant_scope *scope, struct process_id id)
{
    const unsigned driver = calling_driver();
    struct process *process = process_find_life(id);
    scope->process = id;
    // A grant is there until capsules have been told of the end of the life.
    if (process == NULL || process->grants[driver].memory == NULL ||
        process->grants[driver].is_entered) {
        grant_scope_open_first(scope, process, driver);
        return;
    }
    process->grants[driver].is_entered = true;
    scope->state = grant_state(process, driver);
    scope->error = ERROR_NONE;
    capsule_gate_leave();
}

UNANALYSED void grant_scope_close(struct grant_scope *scope)
{
    if (scope->error == ERROR_NONE) {
        struct process *process = process_find_life(scope->process);
        if (process != NULL) {
            process->grants[calling_driver()].is_entered = false;
        }
    }
    capsule_gate_leave();
}

bool grant_next_process(struct process_id *id)
{
    capsule_require(id != NULL);
    const unsigned driver = calling_driver();
    // In the order of slots, so that a process that restarts meanwhile is not met twice.
    const uint32_t slot = (uint32_t)(id->number >> PROCESS_ID_SLOT_SHIFT);
    const struct process *next = NULL;
    for (uint32_t i = id->number == 0 ? 0 : slot + 1; i < board.slot_count && next == NULL; i++) {
        const struct process *process = board.slots[i].process;
        if (process != NULL && process_is_alive(process) &&
            process->grants[driver].memory != NULL) {
            next = process;
        }
    }
    if (next != NULL) {
        *id = next->id;
    }
    capsule_gate_leave();
    return next != NULL;
}

/// The slot of a buffer, or null: no such grant or number.
static ARCH_HELPER const struct allow_slot *buffer_slot(const struct process *process,
                                                        enum buffer_kind kind, uint32_t number)
{
    return grant_allow_slot(process, calling_driver(),
                            kind == BUFFER_READ_ONLY ? ALLOW_READ_ONLY : ALLOW_READ_WRITE, number);
}

size_t buffer_length(struct process_id id, enum buffer_kind kind, uint32_t number)
{
    const struct process *process = process_find(id);
    const struct allow_slot *slot = process == NULL ? NULL : buffer_slot(process, kind, number);
    const size_t length = slot == NULL ? 0 : slot->range.bytes;
    capsule_gate_leave();
    return length;
}

/// Finds the part of a buffer that a copy is about.
static ALWAYS_INLINE enum error buffer_part(const struct process *process, enum buffer_kind kind,
                                            uint32_t number, size_t offset, size_t bytes,
                                            struct user_range *part)
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

enum error buffer_copy_in_(struct process_id id, enum buffer_kind kind, uint32_t number,
                           size_t offset, void *to, size_t bytes)
{
    capsule_require(to != NULL && bytes <= BUFFER_COPY_BYTES_MAX);
    struct process *process = process_find(id);
    struct user_range part UNINITIALISED;
    size_t copied UNINITIALISED;
    enum error error = buffer_part(process, kind, number, offset, bytes, &part);
    if (error == ERROR_NONE) {
        error = user_copy_in(process, to, part, &copied);
    } else {
        memory_clear(to, bytes);
    }
    buffer_copy_end(process);
    return error;
}

enum error buffer_copy_out_(struct process_id id, uint32_t number, size_t offset, const void *from,
                            size_t bytes)
{
    capsule_require(from != NULL && bytes <= BUFFER_COPY_BYTES_MAX);
    struct process *process = process_find(id);
    struct user_range part UNINITIALISED;
    size_t copied UNINITIALISED;
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
    enum error error = ERROR_STALE;
    if (process != NULL) {
        error = upcall_add(process, driver, number, argument0, argument1, argument2);
    }
    capsule_gate_leave();
    return error;
}
