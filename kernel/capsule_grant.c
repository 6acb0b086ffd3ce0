// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gates: grants and upcalls of the calling capsule's driver. See capsule.h.

#include <capsule.h>

#include "capsule_boundary.h"
#include "grant.h"
#include "ipc.h"
#include "upcall.h"

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
        scope->state = grant_state(&process->grants[driver]);
    }
    capsule_gate_leave();
}

UNANALYSED void grant_scope_open(struct grant_scope *scope, struct process_id id)
{
    const unsigned driver = capsule_calling_driver();
    struct process *process = process_find_life(id);
    scope->process = id;
    // A grant is there until capsules have been told of the end of the life.
    if (process != NULL) {
        struct grant *grant = &process->grants[driver];
        ipc_work_about(process);
        if (grant->memory != NULL && !grant->is_entered) {
            grant->is_entered = true;
            scope->state = grant_state(grant);
            scope->error = ERROR_NONE;
            capsule_gate_leave();
            return;
        }
    }
    grant_scope_open_first(scope, process, driver);
}

UNANALYSED void grant_scope_close(struct grant_scope *scope)
{
    if (scope->error == ERROR_NONE) {
        struct process *process = process_find_life(scope->process);
        if (process != NULL) {
            process->grants[capsule_calling_driver()].is_entered = false;
        }
    }
    capsule_gate_leave();
}

bool grant_next_process(struct process_id *id)
{
    capsule_require(id != NULL);
    const unsigned driver = capsule_calling_driver();
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

enum error upcall_schedule(struct process_id id, uint32_t number, uint32_t argument0,
                           uint32_t argument1, uint32_t argument2)
{
    const unsigned driver = capsule_calling_driver();
    capsule_require(number < board.drivers[driver].upcall_count);
    struct process *process = process_find(id);
    enum error error = ERROR_STALE;
    if (process != NULL) {
        ipc_work_for(process);
        error = upcall_add(process, driver, number, argument0, argument1, argument2);
    }
    capsule_gate_leave();
    return error;
}
