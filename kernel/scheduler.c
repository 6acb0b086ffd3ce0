// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "scheduler.h"

#include <kernel/port.h>

struct scheduler scheduler;

static uint32_t rank_bit(uint32_t rank)
{
    return 0x80000000u >> rank;
}

void scheduler_add(struct process *process)
{
    const uint32_t rank = process->rank;
    if ((scheduler.rank_map & rank_bit(rank)) == 0) {
        process->next = process;
        process->previous = process;
        scheduler.rank_head[rank] = process;
        if (rank_bit(rank) > scheduler.rank_map) {
            scheduler.rank_first = rank;
        }
        scheduler.rank_map |= rank_bit(rank);
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
        scheduler.rank_map &= ~rank_bit(process->rank);
        if (scheduler.rank_map != 0) {
            while ((scheduler.rank_map & rank_bit(scheduler.rank_first)) == 0) {
                scheduler.rank_first++;
            }
        }
    }
    process->next = NULL;
    process->previous = NULL;
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

/// The ranks of the processes that are ready, but for the running one.
static uint32_t rank_map_without(const struct process *running)
{
    return running->next != running ? scheduler.rank_map
                                    : scheduler.rank_map & ~rank_bit(running->rank);
}

bool scheduler_may_hand_over(const struct process *running, const struct process *next)
{
    return !next->is_stopped && rank_map_without(running) >> (31u - next->rank) <= 1;
}

void scheduler_hand_over(struct process *running, struct process *next)
{
    const uint32_t map = rank_map_without(running);
    running->state = PROCESS_YIELDED_FOR;
    running->is_ready = false;
    running->previous->next = running->next;
    running->next->previous = running->previous;
    scheduler.rank_head[running->rank] = running->next;
    running->next = NULL;
    running->previous = NULL;

    next->state = PROCESS_RUNNING;
    next->is_ready = true;
    struct process *behind = next;
    if ((map & rank_bit(next->rank)) != 0) {
        behind = scheduler.rank_head[next->rank];
        next->previous = behind->previous;
    } else {
        next->previous = next;
    }
    next->next = behind;
    next->previous->next = next;
    behind->previous = next;
    scheduler.rank_head[next->rank] = next;
    scheduler.rank_map = map | rank_bit(next->rank);
    scheduler.rank_first = next->rank;
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
    return process->next != process && process->next != NULL;
}
