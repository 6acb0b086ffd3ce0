// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "scheduler.h"

#include <stdatomic.h>

// Heads of circular lists; bit 31 - rank of the map is set while the list is not empty, so that
// counting leading zeros gives the most urgent rank.
static struct process *rank_head[SCHEDULER_RANKS];
static uint32_t rank_map;

static atomic_uint slice_ticks_left;

static uint32_t rank_bit(uint32_t rank)
{
    return 0x80000000u >> rank;
}

void scheduler_add(struct process *process)
{
    struct process *head = rank_head[process->rank];
    if (head == NULL) {
        process->next = process;
        process->previous = process;
        rank_head[process->rank] = process;
        rank_map |= rank_bit(process->rank);
        return;
    }
    process->next = head;
    process->previous = head->previous;
    head->previous->next = process;
    head->previous = process;
}

void scheduler_remove(struct process *process)
{
    if (process->next == process) {
        rank_head[process->rank] = NULL;
        rank_map &= ~rank_bit(process->rank);
    } else {
        process->previous->next = process->next;
        process->next->previous = process->previous;
        if (rank_head[process->rank] == process) {
            rank_head[process->rank] = process->next;
        }
    }
    process->next = NULL;
    process->previous = NULL;
}

struct process *scheduler_pick(void)
{
    if (rank_map == 0) {
        return NULL;
    }
    return rank_head[__builtin_clz(rank_map)];
}

void scheduler_rotate(struct process *process)
{
    if (rank_head[process->rank] == process) {
        rank_head[process->rank] = process->next;
    }
}

void scheduler_slice_begin(void)
{
    atomic_store_explicit(&slice_ticks_left, SCHEDULER_SLICE_TICKS, memory_order_relaxed);
}

bool scheduler_tick(void)
{
    struct process *process = process_current;
    if (process == NULL) {
        return false;
    }
    // The tick is above base level, so load and store cannot be torn apart by another writer.
    unsigned left = atomic_load_explicit(&slice_ticks_left, memory_order_relaxed);
    if (left > 1) {
        atomic_store_explicit(&slice_ticks_left, left - 1, memory_order_relaxed);
        return false;
    }
    process->slice_expirations++;
    scheduler_slice_begin();
    return process->next != process && process->next != NULL;
}
