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

/// A tick has found an overrun while a gate ran. Only capsule_gate_leave() looks at it.
extern atomic_bool capsule_abort_is_pending;
NORETURN void capsule_abort_pending(void);

/// To be called at the end of every gate: a tick may have found an overrun while the gate ran.
static ARCH_HELPER void capsule_gate_leave(void)
{
    if (atomic_load_explicit(&capsule_abort_is_pending, memory_order_relaxed)) {
        capsule_abort_pending();
    }
}

/// Aborts the calling capsule unless the board gave it the right.
void capsule_require_right(enum capsule_right right);

/// Kernel work: takes a capsule that has failed out of service.
void capsule_failure_work(void);
