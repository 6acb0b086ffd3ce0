// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "user_copy.h"

#include <lib/invariant.h>
#include <lib/memory.h>

static bool is_inside(uintptr_t start, uintptr_t end, struct user_range range)
{
    const uintptr_t offset = user_address_to_word(range.address) - start; // Huge when below.
    return offset <= end - start && range.bytes <= end - start - offset;
}

enum error user_range_check(const struct process *process, struct user_range range,
                            enum user_access access)
{
    if (is_inside(process->memory_start, process->app_break, range) || range.bytes == 0 ||
        (access == USER_READ && is_inside(process->app_start, process->flash_end, range))) {
        return ERROR_NONE;
    }
    return ERROR_FAULT;
}

/// Both locks but the hardware's, and the size limit, for a call that moves range.bytes.
static enum error user_copy_prepare(struct process *process, struct user_range range,
                                    enum user_access access)
{
    if (range.bytes > USER_COPY_BYTES_MAX) {
        return ERROR_SIZE;
    }
    enum error error = user_range_check(process, range, access);
    if (error == ERROR_NONE) {
        process_protection_use(process);
    }
    return error;
}

enum error user_copy_in(struct process *process, void *to, struct user_range range, size_t *copied)
{
    *copied = 0;
    enum error error = user_copy_prepare(process, range, USER_READ);
    if (error == ERROR_NONE) {
        *copied = user_window_copy_in(to, user_address_to_word(range.address), range.bytes);
    }
    if (error != ERROR_SIZE && *copied != range.bytes) {
        memory_clear((uint8_t *)to + *copied, range.bytes - *copied);
        error = ERROR_FAULT;
    }
    return error;
}

enum error user_copy_out(struct process *process, struct user_range range, const void *from,
                         size_t *copied)
{
    *copied = 0;
    enum error error = user_copy_prepare(process, range, USER_WRITE);
    if (error == ERROR_NONE) {
        *copied = user_window_copy_out(user_address_to_word(range.address), from, range.bytes);
        error = *copied == range.bytes ? ERROR_NONE : ERROR_FAULT;
    }
    return error;
}

size_t user_exposed_clear(struct process *process, uintptr_t start, uintptr_t end)
{
    invariant(process->memory_start <= start && end <= process->exposed_end);
    process_protection_use(process);
    size_t cleared = 0;
    while (cleared < end - start) {
        const size_t left = end - start - cleared;
        const size_t chunk = left < USER_WINDOW_BYTES_MAX ? left : USER_WINDOW_BYTES_MAX;
        const size_t done = user_window_clear(start + cleared, chunk);
        cleared += done;
        if (done != chunk) {
            break;
        }
    }
    return cleared;
}

enum error user_load_32(struct process *process, struct user_address address, uint32_t *value)
{
    *value = 0;
    const struct user_range range = {address, sizeof *value};
    if (user_address_to_word(address) % sizeof *value != 0 ||
        user_copy_prepare(process, range, USER_READ) != ERROR_NONE ||
        !user_window_load_32(user_address_to_word(address), value)) {
        return ERROR_FAULT;
    }
    return ERROR_NONE;
}

enum error user_store_8(struct process *process, struct user_address address, uint8_t value)
{
    const struct user_range range = {address, sizeof value};
    if (user_copy_prepare(process, range, USER_WRITE) != ERROR_NONE ||
        !user_window_store_8(user_address_to_word(address), value)) {
        return ERROR_FAULT;
    }
    return ERROR_NONE;
}
