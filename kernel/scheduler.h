// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Which process runs: 32 ranks, round robin in slices inside a rank, picked in constant time.
 *
 * Guard of the lists: base level. The slice counter is also counted down by the tick.
 */
#pragma once

#include <stdatomic.h>

#include "process.h"

enum { SCHEDULER_RANKS = 32, SCHEDULER_RANK_DEFAULT = 16, SCHEDULER_SLICE_TICKS = 2 };

/// Only the functions of this header use it; it is here so that the shortest ones need no call.
struct scheduler {
    struct process *rank_head[SCHEDULER_RANKS]; ///< of circular lists; meaningless for empty ones
    /// Bit 31 - rank is set while the rank's list is not empty.
    uint32_t rank_map;
    uint32_t rank_first; ///< the most urgent one of these, if there is one
    atomic_uint slice_ticks_left;
};
extern struct scheduler scheduler;

/// Puts a process at the end of its rank. It is in no list yet.
void scheduler_add(struct process *process);

/// Takes a process out of its rank's list.
void scheduler_remove(struct process *process);

/**
 * Has the running process, which is the first of its rank, wait in `state` (YIELDED or YIELDED_FOR)
 * for what has not come yet.
 */
void scheduler_wait(struct process *process, enum process_state state);

/// The process to run: first of the most urgent rank (0 is the most urgent), or null.
static inline struct process *scheduler_pick(void)
{
    return scheduler.rank_map == 0 ? NULL : scheduler.rank_head[scheduler.rank_first];
}

/// Has a process that is ready run before the others of its rank.
static inline void scheduler_put_first(struct process *process)
{
    scheduler.rank_head[process->rank] = process;
}

/**
 * Whether `next`, which waits, would be the process to run if it became ready and the running
 * process, which is the first of its rank, waited.
 */
MUST_CHECK bool scheduler_may_hand_over(const struct process *running, const struct process *next);

/// Makes it so: the running process is YIELDED_FOR, `next` RUNNING and the first of its rank.
void scheduler_hand_over(struct process *running, struct process *next);

/// Puts the first of `process`'s rank at the end if it is `process`.
void scheduler_rotate(struct process *process);

/// Begins a new slice for the process that runs now.
static inline void scheduler_slice_begin(void)
{
    atomic_store_explicit(&scheduler.slice_ticks_left, SCHEDULER_SLICE_TICKS, memory_order_relaxed);
}

/// Counts a tick. True: the slice is over and another process of the rank waits. Context: tick.
bool scheduler_tick(void);
