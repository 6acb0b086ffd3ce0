// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "capsule_boundary.h"

#include <stdatomic.h>

#include "event.h"
#include "process.h"
#include "work.h"

enum { OVERRUN_TICKS_UNTIL_CUT = 3 };

// Counts outermost crossings. A tick that finds the number of the tick before has found an overrun.
static atomic_uint capsule_sequence;
atomic_bool capsule_abort_is_pending;

// Touched by the tick only.
static unsigned sequence_at_last_tick;
static unsigned ticks_overrun;

static ALWAYS_INLINE struct capsule_record *record_innermost(void)
{
    return atomic_load_explicit(&capsule_record_current, memory_order_relaxed);
}

NOINLINE enum error capsule_call(uint32_t capsule, void (*entry)(void *argument), void *argument)
{
    if (board.capsule_status[capsule].is_failed) {
        return ERROR_FAILED;
    }
    if (record_innermost() == NULL) {
        atomic_store_explicit(&capsule_sequence,
                              atomic_load_explicit(&capsule_sequence, memory_order_relaxed) + 1,
                              memory_order_relaxed);
        // A mark that came too late for the last capsule must not hit this one.
        atomic_store_explicit(&capsule_abort_is_pending, false, memory_order_relaxed);
    }
    return port_capsule_call(capsule, entry, argument);
}

static void capsule_mark_failed(uint32_t capsule)
{
    board.capsule_status[capsule].is_failed = true;
    work_request(WORK_CAPSULE_FAILURE);
}

void kernel_capsule_trapped(void)
{
    capsule_mark_failed(record_innermost()->capsule);
}

bool kernel_capsule_overrun(bool is_in_capsule_text)
{
    unsigned sequence = atomic_load_explicit(&capsule_sequence, memory_order_relaxed);
    if (sequence != sequence_at_last_tick) {
        sequence_at_last_tick = sequence;
        ticks_overrun = 0;
        return false;
    }
    ticks_overrun++;
    if (!is_in_capsule_text) {
        atomic_store_explicit(&capsule_abort_is_pending, true, memory_order_relaxed);
        return false;
    }
    struct capsule_record *record = record_innermost();
    capsule_mark_failed(record->capsule);
    // Aborting the innermost did not help: every capsule of the chain goes, back to the outermost.
    while (ticks_overrun >= OVERRUN_TICKS_UNTIL_CUT && record->previous != NULL) {
        record = record->previous;
        capsule_mark_failed(record->capsule);
        atomic_store_explicit(&capsule_record_current, record, memory_order_relaxed);
    }
    return true;
}

void capsule_fail(void)
{
    kernel_capsule_trapped();
    port_capsule_abort();
}

void capsule_abort_pending(void)
{
    // The mark is for the innermost capsule; those around it get ticks of their own.
    atomic_store_explicit(&capsule_abort_is_pending, false, memory_order_relaxed);
    capsule_fail();
}

void capsule_require_right(enum capsule_right right)
{
    capsule_require((board.capsules[capsule_calling()].rights & (unsigned)right) != 0);
}

/// Grants that the capsule had entered are open no longer.
static void grants_of_capsule_leave(uint32_t capsule)
{
    for (uint32_t i = 0; i < board.slot_count; i++) {
        struct process *process = board.slots[i].process;
        for (uint32_t j = 0; process != NULL && j < board.driver_count; j++) {
            if (board.drivers[j].capsule == capsule) {
                process->grants[j].is_entered = false;
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
            grants_of_capsule_leave(i);
            // If it was the listener to events, nothing waits for it any longer.
            work_request(WORK_LOADER);
            event_add(EVENT_CAPSULE_FAILED, 0, board.capsules[i].name, 0);
        }
    }
}
