// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What checks of invariants ask of the scheduler's lists.
#pragma once

#include "scheduler.h"

/// Whether a process is in the ready list of its rank.
static inline bool ready_list_has(const struct process *process)
{
    const struct process *head = scheduler.rank_head[process->rank];
    const bool has_list = (scheduler.rank_map & scheduler_rank_bit(process->rank)) != 0;
    const struct process *each = has_list ? head : NULL;
    while (each != NULL && each != process) {
        each = each->next == head ? NULL : each->next;
    }
    return each != NULL;
}
