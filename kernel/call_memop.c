// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "system_call.h"

#include <abi/system_call.h>

#include "process_memory.h"

/// Sets the break, or moves it by a distance, in as many repetitions of the call as it takes.
static int memop_break(struct process *process, uint32_t word[4], bool is_move)
{
    // A repetition means the distance from where the break was when the call was first made.
    if (!process->is_break_moving) {
        process->break_from = process->app_break;
    }
    const uint32_t old_break = (uint32_t)process->break_from;
    const uint32_t new_break = is_move ? old_break + word[1] : word[1];
    const enum break_result result = process_break_set(process, new_break);
    process->is_break_moving = result == BREAK_AGAIN;
    if (result == BREAK_AGAIN) {
        return KERNEL_CALL_AGAIN;
    }
    if (result == BREAK_REFUSED) {
        return call_failure(word, ERROR_NO_MEMORY);
    }
    return is_move ? call_success_u32(word, old_break) : call_success(word);
}

static int memop_region(const struct process *process, uint32_t word[4], bool wants_end)
{
    const uint32_t index = word[1];
    if (index >= process->writeable_region_count) {
        return call_failure(word, ERROR_FAILED);
    }
    const struct writeable_region *region = &process_writeable_regions(process)[index];
    if (region->bytes == 0) {
        return call_failure(word, ERROR_FAILED);
    }
    uint32_t address = process->flash_start + region->offset;
    return call_success_u32(word, wants_end ? address + region->bytes : address);
}

/// What a program says of itself is kept for reports only if it can be true.
static bool is_in_block(const struct process *process, uint32_t address)
{
    return process->memory_start <= address && address < process->memory_end;
}

int call_memop(struct process *process, uint32_t word[4])
{
    const uint32_t argument = word[1];
    switch (word[0]) {
    case MEMOP_BREAK_SET:
        return memop_break(process, word, false);
    case MEMOP_BREAK_MOVE:
        return memop_break(process, word, true);
    case MEMOP_MEMORY_START:
        return call_success_u32(word, (uint32_t)process->memory_start);
    case MEMOP_MEMORY_END:
        return call_success_u32(word, (uint32_t)process->memory_end);
    case MEMOP_FLASH_START:
        return call_success_u32(word, process->flash_start);
    case MEMOP_FLASH_END:
        return call_success_u32(word, process->flash_end);
    case MEMOP_GRANT_START:
        return call_success_u32(word, (uint32_t)process->kernel_break);
    case MEMOP_WRITEABLE_REGION_COUNT:
        return call_success_u32(word, process->writeable_region_count);
    case MEMOP_WRITEABLE_REGION_START:
        return memop_region(process, word, false);
    case MEMOP_WRITEABLE_REGION_END:
        return memop_region(process, word, true);
    case MEMOP_STACK_TOP:
        if (is_in_block(process, argument)) {
            process->stack_top = argument;
        }
        return call_success(word);
    case MEMOP_HEAP_START:
        if (is_in_block(process, argument)) {
            process->heap_start = argument;
        }
        return call_success(word);
    default:
        return call_failure(word, ERROR_NO_SUPPORT);
    }
}
