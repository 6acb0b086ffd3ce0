// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The capsule boundary: who is inside, and what happens when a capsule traps or does not come back.
 *
 * Everything that crosses into a capsule does so through capsule_call() (kernel/board.h). The port
 * does the crossing and the abort; this file keeps the books.
 */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include <kernel/board.h>
#include <kernel/port.h>

/// Index of the capsule that called the present gate. Context: kernel, in a gate.
static ALWAYS_INLINE uint32_t capsule_calling(void)
{
    return atomic_load_explicit(&capsule_record_current, memory_order_relaxed)->capsule;
}

/// Aborts the calling capsule: it broke the contract of a gate. Context: kernel, in a gate.
NORETURN void capsule_fail(void);

/// Aborts the calling capsule unless the fact is true.
static ALWAYS_INLINE void capsule_require(bool fact)
{
    if (!fact) {
        capsule_fail();
    }
}

/// The driver that the calling capsule serves. A capsule without one has no business in gates that
/// ask.
static ARCH_HELPER unsigned capsule_calling_driver(void)
{
    const unsigned driver = board.capsule_drivers[capsule_calling()];
    capsule_require(driver != DRIVER_NONE);
    return driver;
}

/// The watch over the time that capsules take.
struct capsule_watch {
    /// Counts outermost crossings. A tick that finds the number of the tick before has found an
    /// overrun.
    atomic_uint sequence;
    /// A tick has found an overrun while a gate ran. Only capsule_gate_leave() looks at it.
    atomic_bool abort_is_pending;

    // Touched by the tick only.
    unsigned sequence_at_last_tick;
    unsigned ticks_overrun;
};
extern struct capsule_watch capsule_watch;

NORETURN void capsule_abort_pending(void);

/// To be called at the end of every gate: a tick may have found an overrun while the gate ran.
static ARCH_HELPER void capsule_gate_leave(void)
{
    if (atomic_load_explicit(&capsule_watch.abort_is_pending, memory_order_relaxed)) {
        capsule_abort_pending();
    }
}

/// Aborts the calling capsule unless the board gave it the right.
void capsule_require_right(enum capsule_right right);

/// Kernel work: takes capsules that have failed out of service, and has them restarted by the
/// board's policy.
void capsule_failure_work(void);

/**
 * Kernel work: the delay before the restart of a capsule is over. If devices have given back its
 * buffers, it begins anew; else it has to wait once more.
 */
void capsule_restart(uint32_t capsule);
