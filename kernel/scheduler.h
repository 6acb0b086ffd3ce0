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

static ALWAYS_INLINE uint32_t scheduler_rank_bit(uint32_t rank)
{
    return 0x80000000u >> rank;
}

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

/// Begins a new slice for the process that runs now.
static inline void scheduler_slice_begin(void)
{
    atomic_store_explicit(&scheduler.slice_ticks_left, SCHEDULER_SLICE_TICKS, memory_order_relaxed);
}

/// The ranks of the processes that are ready, but for the running one, the first of its rank.
static ALWAYS_INLINE uint32_t scheduler_map_without(const struct process *running)
{
    uint32_t map = scheduler.rank_map;
    if (__builtin_expect(running->next == running, 1)) {
        map &= ~running->rank_bit;
    }
    return map;
}

/// Whether a process that waits, and was ready before, would be the one to run if it became ready;
/// `map` are the ranks of those that are ready then.
static ALWAYS_INLINE bool scheduler_would_run(uint32_t map, const struct process *process)
{
    return process->rank_bit > map >> 1 && !process->is_stopped;
}

/// Whether `map` has the rank of a process that was ready before.
static ALWAYS_INLINE bool scheduler_has_rank(uint32_t map, const struct process *process)
{
    return (map & process->rank_bit) != 0;
}

/**
 * Has `next`, which would run if the running process waited, run as the first of its rank, and the
 * running process wait (YIELDED_FOR). The caller makes it the current process.
 *
 * @param map  scheduler_map_without() the running process.
 */
static ALWAYS_INLINE void scheduler_hand_over(struct process *running, struct process *next,
                                              uint32_t map)
{
    struct process *behind = running->next;
    running->state = PROCESS_YIELDED_FOR;
    running->is_ready = false;
    if (__builtin_expect(behind != running, 0)) {
        struct process *before = running->previous;
        before->next = behind;
        behind->previous = before;
        scheduler.rank_head[running->rank] = behind;
        running->next = running;
        running->previous = running;
    }

    const uint32_t rank = next->rank;
    const uint32_t bit = next->rank_bit;
    next->state = PROCESS_RUNNING;
    next->is_ready = true;
    if (__builtin_expect(scheduler_has_rank(map, next), 0)) {
        behind = scheduler.rank_head[rank];
        struct process *before = behind->previous;
        next->next = behind;
        next->previous = before;
        before->next = next;
        behind->previous = next;
    }
    scheduler.rank_head[rank] = next;
    scheduler.rank_map = map | bit;
    scheduler.rank_first = rank;
}

/// Puts the first of `process`'s rank at the end if it is `process`.
void scheduler_rotate(struct process *process);

/// Counts a tick. True: the slice is over and another process of the rank waits. Context: tick.
bool scheduler_tick(void);
