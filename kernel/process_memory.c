// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "process_memory.h"

#include <lib/checked.h>
#include <lib/invariant.h>
#include <lib/memory.h>

#include "ipc.h"
#include "pool.h"
#include "user_copy.h"

enum {
    CLEAR_BYTES_MAX = 1024, // In one run; a change of the break may need two such steps at once.
    GRANT_ALIGNMENT = 8,
};

void process_memory_check(const struct process *process)
{
    invariant(process->memory_start <= process->allow_mark);
    invariant(process->allow_mark <= process->app_break);
    invariant(process->app_break <= process->exposed_end);
    invariant(process->exposed_end <= process->kernel_break);
    invariant(process->kernel_break <= process->memory_end);
}

/// The kernel's own pointer to a byte of a block that no program can touch now.
static void hidden_clear(uintptr_t start, uintptr_t end)
{
    memory_clear(pool_pointer(start), end - start);
}

static void stack_bounds_update(struct process *process)
{
    port_context_bounds_set(&process->context,
                            (struct range){process->memory_start, process->app_break},
                            (struct range){process->app_start, process->flash_end});
}

/// Encodes what a break exposes and checks the answer: the port's word is not enough.
static bool expose(struct arch_protection *protection, uintptr_t app_break, uintptr_t limit,
                   uintptr_t *exposed_end)
{
    return port_protection_expose(protection, app_break, limit, exposed_end) == ERROR_NONE &&
           app_break <= *exposed_end && *exposed_end <= limit;
}

enum error process_memory_reset(struct process *process)
{
    process->kernel_break = align_down((uintptr_t)ipc_extras_start(process), GRANT_ALIGNMENT);
    process->reserve_left_bytes = (uint16_t)board.grant_reserve_bytes;
    process->allow_mark = process->memory_start;
    process->app_break = process->memory_start + PROCESS_FIRST_BREAK_BYTES;

    // What the last life left behind is cleared before it is exposed again: what the first break
    // exposes now, the rest when the break grows.
    process->zeroed_from = process->kernel_break;
    if (!expose(&process->protection, process->app_break, process->kernel_break,
                &process->exposed_end)) {
        return ERROR_UNREPRESENTABLE;
    }
    process->wipe_at = process->memory_start;
    process_protection_changed(process);
    stack_bounds_update(process);
    process_memory_check(process);
    return ERROR_NONE;
}

bool process_memory_wipe_step(struct process *process)
{
    const uintptr_t from = process->wipe_at;
    const size_t left = process->exposed_end - from;
    const uintptr_t end = from + (left < CLEAR_BYTES_MAX ? left : CLEAR_BYTES_MAX);
    process->wipe_at += user_exposed_clear(process, from, end);
    // What keeps its bytes, also at a second try, gets no other life.
    process->is_restart_wanted =
        process->wipe_at != from || user_exposed_clear(process, from, end) != 0;
    return process->wipe_at == process->exposed_end;
}

/// Clears what lies between the exposed memory and the part known to be zero, from the top.
/// Returns true when nothing is left to clear below `end`.
static bool gap_clear(struct process *process, uintptr_t end)
{
    uintptr_t from = process->exposed_end;
    if (end <= from || process->zeroed_from <= from) {
        return true;
    }
    if (process->zeroed_from - from > CLEAR_BYTES_MAX) {
        from = process->zeroed_from - CLEAR_BYTES_MAX;
    }
    hidden_clear(from, process->zeroed_from);
    process->zeroed_from = from;
    return from == process->exposed_end;
}

/// Clears the slack that a growing break takes in, from the break up: the program could write it,
/// but a grown break shows zeros. The break follows what is cleared. True when nothing is left.
static bool slack_clear(struct process *process, uintptr_t new_break)
{
    const uintptr_t end = new_break < process->exposed_end ? new_break : process->exposed_end;
    const uintptr_t start = process->app_break;
    if (end <= start) {
        return true;
    }
    const bool is_all = end - start <= CLEAR_BYTES_MAX;
    process->app_break = is_all ? end : start + CLEAR_BYTES_MAX;
    stack_bounds_update(process);
    // What the hardware refuses, although it must allow it, stays the program's own.
    (void)!user_exposed_clear(process, start, process->app_break);
    return is_all;
}

enum break_result process_break_set(struct process *process, uintptr_t new_break)
{
    const uintptr_t limit = process->kernel_break - process->reserve_left_bytes;
    if (new_break < process->allow_mark || new_break >= process->memory_end || new_break > limit) {
        return BREAK_REFUSED;
    }
    // A copy, so that nothing is exposed, also not by a switch, before it is clear.
    struct arch_protection protection = process->protection;
    uintptr_t exposed_end;
    if (!expose(&protection, new_break, limit, &exposed_end)) {
        return BREAK_REFUSED;
    }
    if (!slack_clear(process, new_break) || !gap_clear(process, new_break)) {
        return BREAK_AGAIN;
    }
    process->protection = protection;
    const uintptr_t old_exposed_end = process->exposed_end;
    process->app_break = new_break;
    process->exposed_end = exposed_end;
    if (process->zeroed_from < exposed_end) {
        process->zeroed_from = exposed_end;
    }
    process_memory_check(process);
    stack_bounds_update(process);
    if (exposed_end != old_exposed_end) {
        process_protection_changed(process);
    }
    return BREAK_SET;
}

enum error process_memory_take(struct process *process, size_t bytes, uint8_t **memory)
{
    if (bytes > process->kernel_break - process->exposed_end) {
        return ERROR_NO_MEMORY;
    }
    uintptr_t start = align_down(process->kernel_break - bytes, GRANT_ALIGNMENT);
    if (start < process->exposed_end) {
        return ERROR_NO_MEMORY;
    }
    const uintptr_t taken = process->kernel_break - start;
    process->reserve_left_bytes =
        taken < process->reserve_left_bytes ? (uint16_t)(process->reserve_left_bytes - taken) : 0;
    process->kernel_break = start;
    if (process->zeroed_from > start) {
        process->zeroed_from = start;
    }
    process_memory_check(process);
    uint8_t *taken_memory = pool_pointer(start);
    memory_clear(taken_memory, bytes);
    *memory = taken_memory; // Clear before anybody can see it.
    return ERROR_NONE;
}
