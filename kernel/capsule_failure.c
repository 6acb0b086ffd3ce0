// SPDX-License-Identifier: Apache-2.0 OR MIT
// What follows the abort of a capsule. Its callers have got ERROR_FAILED by then.

#include <lib/memory.h>

#include "capsule_boundary.h"
#include "event.h"
#include "grant.h"
#include "ledger.h"
#include "process.h"
#include "work.h"

enum { RENEWALS_FAILED_MAX = 8 }; ///< then the process begins anew instead

/// Has capsule_restart() called after the present delay, and doubles it. The timer of a capsule
/// that has failed is free for this.
static void restart_delay(uint32_t capsule)
{
    struct restart *restart = &board.capsule_status[capsule].restart;
    if (board.capsule_restart_ticks != 0) {
        work_timer_set(capsule, restart_plan(restart, board.capsule_restart_ticks));
    }
}

/// Has the capsule complete what a process waits for, by what its grant says; then the grant is as
/// at first, but for what the driver keeps. Upcall and allow slots stay. A process of which the
/// capsule cannot even say that may wait for ever for what is lost: it is faulted.
static void grant_renew(uint32_t capsule, struct process *process, struct grant *grant,
                        const struct driver *driver)
{
    capsule_entry_fn entry = (capsule_entry_fn)(void (*)(void))board.capsules[capsule].on_restart;
    struct process_id id = process->id;
    if (entry != NULL && capsule_call(capsule, entry, &id) != ERROR_NONE) {
        if (++grant->renewals_failed < RENEWALS_FAILED_MAX) {
            return; // The next restart tries again, and goes on with the other processes.
        }
        if (process_is_alive(process)) {
            process_fault_on_request(process);
        }
    }
    grant->renewals_failed = 0;
    memory_clear(grant_state(grant) + driver->kept_bytes, driver->grant_bytes - driver->kept_bytes);
    work_look_between();
}

/// No grant of the capsule is entered any longer; if it has been restarted, each is renewed.
static void grants_leave(uint32_t capsule)
{
    const uint32_t driver = board.capsule_drivers[capsule];
    for (uint32_t i = 0; driver != DRIVER_NONE && i < board.slot_count; i++) {
        struct process *process = board.slots[i].process;
        struct grant *grant = process == NULL ? NULL : &process->grants[driver];
        if (grant != NULL && grant->memory != NULL) {
            grant->is_entered = false;
            if (!board.capsule_status[capsule].is_failed) {
                grant_renew(capsule, process, grant, &board.drivers[driver]);
            }
        }
    }
}

void capsule_failure_work(void)
{
    for (uint32_t i = 0; i < board.capsule_count; i++) {
        struct capsule_status *status = &board.capsule_status[i];
        if (status->is_failed && !status->is_failure_handled) {
            status->is_failure_handled = true;
            work_capsule_forget(i);
            grants_leave(i);
            ledger_reclaim(i);
            restart_delay(i);
            // If it was the listener to events, nothing waits for it any longer.
            work_request(WORK_LOADER);
            event_add(EVENT_CAPSULE_FAILED, 0, board.capsules[i].name, 0);
        }
    }
}

void capsule_restart(uint32_t capsule)
{
    if (!ledger_has_all(capsule)) {
        restart_delay(capsule);
        return;
    }
    struct capsule_status *status = &board.capsule_status[capsule];
    uint8_t *state = board.capsule_states[capsule];
    memory_clear(state, (size_t)(board.capsule_states[capsule + 1] - state));
    status->is_failed = false;
    status->is_failure_handled = false;
    work_capsule_call(capsule, board.capsules[capsule].init);
    grants_leave(capsule);
    if (!status->is_failed) {
        event_add(EVENT_CAPSULE_RESTARTED, 0, board.capsules[capsule].name, 0);
    }
}
