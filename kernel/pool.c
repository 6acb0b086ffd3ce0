// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pool.h"

#include <lib/invariant.h>

#include "process.h"

static bool pool_is_taken;

enum error pool_take(void)
{
    if (pool_is_taken) {
        return ERROR_BUSY;
    }
    pool_is_taken = true;
    return ERROR_NONE;
}

void pool_give(void)
{
    invariant(pool_is_taken);
    pool_is_taken = false;
}

struct range pool_range(void)
{
    const uintptr_t start = (uintptr_t)board.pool;
    return (struct range){start, start + board.pool_bytes};
}

uint8_t *pool_pointer(uintptr_t address)
{
    const struct range pool = pool_range();
    invariant(pool.start <= address && address <= pool.end);
    return board.pool + (address - pool.start);
}

/// The first block that starts at or above `from`; an empty range at the pool's end if none.
static struct range block_next(uintptr_t from, uintptr_t pool_end)
{
    struct range next = {pool_end, pool_end};
    for (uint32_t i = 0; i < board.slot_count; i++) {
        const struct process *process = board.slots[i].process;
        if (process != NULL && process->memory_start >= from &&
            process->memory_start < next.start) {
            next = (struct range){process->memory_start, process->memory_end};
        }
    }
    return next;
}

static bool block_is_as_requested(const struct port_block *placed, struct range gap,
                                  const struct port_block_request *request)
{
    const uintptr_t bounds = placed->block.start | placed->kernel_start | placed->block.end;
    return bounds % PORT_BLOCK_ALIGNMENT == 0 && range_contains(gap, placed->block) &&
           placed->block.start <= placed->kernel_start &&
           placed->kernel_start <= placed->block.end &&
           placed->kernel_start - placed->block.start >= request->app_bytes &&
           placed->block.end - placed->kernel_start >= request->kernel_bytes &&
           (!request->is_fixed || placed->block.start == request->fixed_start);
}

enum error pool_place(const struct port_block_request *request, struct port_block *placed)
{
    invariant(pool_is_taken);
    const struct range pool = pool_range();
    enum error result = ERROR_NO_MEMORY;
    size_t best_gap_bytes = 0;

    uintptr_t gap_start = pool.start;
    // One gap before each block and one behind the last.
    for (uint32_t i = 0; i <= board.slot_count; i++) {
        const struct range used = block_next(gap_start, pool.end);
        const struct range gap = {gap_start, used.start};
        struct port_block proposal = {.kernel_start = 0};
        enum error error = port_block_place(gap, request, &proposal);
        if (error == ERROR_NONE && !block_is_as_requested(&proposal, gap, request)) {
            error = ERROR_UNREPRESENTABLE;
        }
        if (error == ERROR_NONE && (result != ERROR_NONE || range_bytes(gap) < best_gap_bytes)) {
            *placed = proposal;
            best_gap_bytes = range_bytes(gap);
            result = ERROR_NONE;
        } else if (error == ERROR_UNREPRESENTABLE && result == ERROR_NO_MEMORY) {
            result = error;
        }
        if (used.end == pool.end) {
            break;
        }
        gap_start = used.end;
    }
    return result;
}

size_t pool_used_bytes(void)
{
    size_t used = 0;
    for (uint32_t i = 0; i < board.slot_count; i++) {
        const struct process *process = board.slots[i].process;
        if (process != NULL) {
            used += process->memory_end - process->memory_start;
        }
    }
    return used;
}
