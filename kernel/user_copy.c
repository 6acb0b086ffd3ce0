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

/// The part of a copy that one call of a window moves.
static size_t user_chunk_bytes(size_t left)
{
    return left < USER_WINDOW_BYTES_MAX ? left : USER_WINDOW_BYTES_MAX;
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

/// The kernel's side of a move: where bytes go in, or come from to go out; neither: zeros go out.
struct kernel_side {
    uint8_t *to;
    const uint8_t *from;
};

/// Moves range.bytes in chunks until one is refused. *moved is exact.
static enum error user_move(struct process *process, struct user_range range,
                            struct kernel_side side, size_t *moved)
{
    *moved = 0;
    enum error error = user_copy_prepare(process, range, side.to != NULL ? USER_READ : USER_WRITE);
    while (error == ERROR_NONE && *moved < range.bytes) {
        const uintptr_t user = user_address_to_word(range.address) + *moved;
        const size_t chunk = user_chunk_bytes(range.bytes - *moved);
        const size_t done = side.to != NULL ? user_window_copy_in(side.to + *moved, user, chunk)
                            : side.from != NULL
                                ? user_window_copy_out(user, side.from + *moved, chunk)
                                : user_window_clear(user, chunk);
        *moved += done;
        error = done == chunk ? ERROR_NONE : ERROR_FAULT;
    }
    return error;
}

enum error user_copy_in(struct process *process, void *to, struct user_range range, size_t *copied)
{
    enum error error = ERROR_FAULT;
    *copied = 0;
    if (range.bytes > USER_WINDOW_BYTES_MAX) {
        error = user_move(process, range, (struct kernel_side){.to = to}, copied);
    } else if (user_range_check(process, range, USER_READ) == ERROR_NONE) {
        process_protection_use(process);
        *copied = user_window_copy_in(to, user_address_to_word(range.address), range.bytes);
        error = *copied == range.bytes ? ERROR_NONE : ERROR_FAULT;
    }
    if (error == ERROR_FAULT) {
        memory_clear((uint8_t *)to + *copied, range.bytes - *copied);
    }
    return error;
}

enum error user_copy_out(struct process *process, struct user_range range, const void *from,
                         size_t *copied)
{
    return user_move(process, range, (struct kernel_side){.from = from}, copied);
}

enum error user_clear(struct process *process, struct user_range range, size_t *cleared)
{
    return user_move(process, range, (struct kernel_side){.to = NULL}, cleared);
}

size_t user_exposed_clear(struct process *process, uintptr_t start, uintptr_t end)
{
    invariant(process->memory_start <= start && end <= process->exposed_end);
    process_protection_use(process);
    size_t cleared = 0;
    while (cleared < end - start) {
        const size_t chunk = user_chunk_bytes(end - start - cleared);
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
