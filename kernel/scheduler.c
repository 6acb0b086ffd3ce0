// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "scheduler.h"

#include <kernel/port.h>

#include "ipc.h"

struct scheduler scheduler;

void scheduler_add(struct process *process)
{
    const uint32_t rank = process->rank;
    const uint32_t bit = scheduler_rank_bit(rank);
    process->rank_bit = bit;
    if ((scheduler.rank_map & bit) == 0) {
        process->next = process;
        process->previous = process;
        scheduler.rank_head[rank] = process;
        if (bit > scheduler.rank_map) {
            scheduler.rank_first = rank;
        }
        scheduler.rank_map |= bit;
        return;
    }
    struct process *head = scheduler.rank_head[rank];
    process->next = head;
    process->previous = head->previous;
    head->previous->next = process;
    head->previous = process;
}

/// Takes the first process of a rank out of its list.
static ALWAYS_INLINE void head_remove(struct process *process)
{
    struct process *next = process->next;
    struct process *previous = process->previous;
    previous->next = next;
    next->previous = previous;
    scheduler.rank_head[process->rank] = next; // Means nothing if the list is empty now.
    if (next == process) {
        scheduler.rank_map &= ~process->rank_bit;
        if (scheduler.rank_map != 0) {
            while ((scheduler.rank_map & scheduler_rank_bit(scheduler.rank_first)) == 0) {
                scheduler.rank_first++;
            }
        }
    }
    process->next = process;
    process->previous = process;
}

void scheduler_remove(struct process *process)
{
    struct process *head = scheduler.rank_head[process->rank];
    head_remove(process);
    if (head != process) {
        scheduler.rank_head[process->rank] = head;
    }
}

void scheduler_wait(struct process *process, enum process_state state)
{
    process->state = (uint8_t)state;
    process->is_ready = false;
    head_remove(process);
    port_work_pend();
}

void scheduler_rotate(struct process *process)
{
    if (scheduler.rank_head[process->rank] == process) {
        scheduler.rank_head[process->rank] = process->next;
    }
}

bool scheduler_tick(void)
{
    struct process *process = process_current;
    if (process == NULL) {
        return false;
    }
    // The tick is above base level, so load and store cannot be torn apart by another writer.
    unsigned left = atomic_load_explicit(&scheduler.slice_ticks_left, memory_order_relaxed);
    if (left > 1) {
        atomic_store_explicit(&scheduler.slice_ticks_left, left - 1, memory_order_relaxed);
        return false;
    }
    process->counters.slice_expirations++;
    scheduler_slice_begin();
    return process->is_ready && (process->next != process || ipc_slice_is_shared(process));
}
