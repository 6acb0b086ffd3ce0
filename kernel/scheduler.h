// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Which process runs: 32 ranks, round robin in slices inside a rank, picked in constant time.
 *
 * Guard of the lists: base level. The slice counter is also counted down by the tick.
 */
#pragma once

#include "process.h"

enum { SCHEDULER_RANKS = 32, SCHEDULER_RANK_DEFAULT = 16, SCHEDULER_SLICE_TICKS = 2 };

/// Puts a process at the end of its rank. It is in no list yet.
void scheduler_add(struct process *process);

/// Takes a process out of its rank's list.
void scheduler_remove(struct process *process);

/// The process to run: first of the most urgent rank (0 is the most urgent), or null.
struct process *scheduler_pick(void);

/// Puts the first of `process`'s rank at the end if it is `process`.
void scheduler_rotate(struct process *process);

/// Begins a new slice for the process that runs now.
void scheduler_slice_begin(void);

/// Counts a tick. True: the slice is over and another process of the rank waits. Context: tick.
bool scheduler_tick(void);
