// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "capsule_boundary.h"

#include <stdatomic.h>

#include "process.h"
#include "work.h"

enum { OVERRUN_TICKS_UNTIL_CUT = 3 };

struct capsule_watch capsule_watch;

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
        atomic_store_explicit(&capsule_watch.sequence,
                              atomic_load_explicit(&capsule_watch.sequence, memory_order_relaxed) +
                                  1,
                              memory_order_relaxed);
        // A mark that came too late for the last capsule must not hit this one.
        atomic_store_explicit(&capsule_watch.abort_is_pending, false, memory_order_relaxed);
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
    unsigned sequence = atomic_load_explicit(&capsule_watch.sequence, memory_order_relaxed);
    if (sequence != capsule_watch.sequence_at_last_tick) {
        capsule_watch.sequence_at_last_tick = sequence;
        capsule_watch.ticks_overrun = 0;
        return false;
    }
    capsule_watch.ticks_overrun++;
    if (!is_in_capsule_text) {
        atomic_store_explicit(&capsule_watch.abort_is_pending, true, memory_order_relaxed);
        return false;
    }
    struct capsule_record *record = record_innermost();
    capsule_mark_failed(record->capsule);
    // Aborting the innermost did not help: every capsule of the chain goes, back to the outermost.
    while (capsule_watch.ticks_overrun >= OVERRUN_TICKS_UNTIL_CUT && record->previous != NULL) {
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
    atomic_store_explicit(&capsule_watch.abort_is_pending, false, memory_order_relaxed);
    capsule_fail();
}

void capsule_require_right(enum capsule_right right)
{
    capsule_require((board.capsules[capsule_calling()].rights & (unsigned)right) != 0);
}
