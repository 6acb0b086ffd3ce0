// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "user_copy.h"

#include <lib/checked.h>
#include <lib/invariant.h>
#include <lib/memory.h>

enum { ACROSS_BYTES_MAX = 128 }; // On the kernel stack; each portion changes the protection twice.

static ALWAYS_INLINE size_t extent(const struct process *process, uintptr_t at,
                                   enum user_access access)
{
    uintptr_t start = process->memory_start;
    uintptr_t end = process->app_break;
    if (at - start >= end - start && access == USER_READ) {
        // An image never begins where memory ends: its header comes first.
        end = start == process->flash_end ? end : process->flash_end;
        start = process->app_start;
    }
    return at - start < end - start ? end - at : 0; // Far too much when below.
}

size_t user_extent(const struct process *process, struct user_address address,
                   enum user_access access)
{
    return extent(process, user_address_to_word(address), access);
}

enum error user_range_check(const struct process *process, struct user_range range,
                            enum user_access access)
{
    return range.bytes <= user_extent(process, range.address, access) ? ERROR_NONE : ERROR_FAULT;
}

/// The software's lock, and then the hardware's key: whether the window may be tried.
static bool range_open(struct process *process, struct user_range range, enum user_access access)
{
    if (user_range_check(process, range, access) != ERROR_NONE) {
        return false;
    }
    process_protection_use(process);
    return true;
}

enum error user_copy_in(struct process *process, void *to, struct user_range range, size_t *copied)
{
    *copied = 0;
    if (range.bytes > USER_COPY_BYTES_MAX) {
        return ERROR_SIZE;
    }
    if (range_open(process, range, USER_READ)) {
        *copied = user_window_copy_in(to, user_address_to_word(range.address), range.bytes);
    }
    if (*copied == range.bytes) {
        return ERROR_NONE;
    }
    memory_clear((uint8_t *)to + *copied, range.bytes - *copied);
    return ERROR_FAULT;
}

enum error user_copy_out(struct process *process, struct user_range range, const void *from,
                         size_t *copied)
{
    *copied = 0;
    if (range.bytes > USER_COPY_BYTES_MAX) {
        return ERROR_SIZE;
    }
    if (range_open(process, range, USER_WRITE)) {
        *copied = user_window_copy_out(user_address_to_word(range.address), from, range.bytes);
    }
    return *copied == range.bytes ? ERROR_NONE : ERROR_FAULT;
}

enum error user_clear(struct process *process, struct user_range range, size_t *cleared)
{
    *cleared = 0;
    if (range.bytes > USER_COPY_BYTES_MAX) {
        return ERROR_SIZE;
    }
    if (range_open(process, range, USER_WRITE)) {
        *cleared = user_window_clear(user_address_to_word(range.address), range.bytes);
    }
    return *cleared == range.bytes ? ERROR_NONE : ERROR_FAULT;
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

/// The part of a range that comes behind its first `offset` bytes, which it has.
static struct user_range range_part(struct user_range range, size_t offset, size_t bytes)
{
    return user_range_from_words(user_address_to_word(range.address) + offset, bytes);
}

enum error user_copy_across(struct process *to_process, struct user_range to,
                            struct process *from_process, struct user_range from, size_t *copied,
                            enum user_side *side)
{
    *copied = 0;
    *side = USER_SIDE_NONE;
    const size_t bytes = to.bytes < from.bytes ? to.bytes : from.bytes;
    if (bytes > USER_COPY_BYTES_MAX) {
        return ERROR_SIZE;
    }
    if (user_range_check(from_process, range_part(from, 0, bytes), USER_READ) != ERROR_NONE) {
        *side = USER_SIDE_FROM;
        return ERROR_FAULT;
    }
    if (user_range_check(to_process, range_part(to, 0, bytes), USER_WRITE) != ERROR_NONE) {
        *side = USER_SIDE_TO;
        return ERROR_FAULT;
    }
    uint8_t portion[ACROSS_BYTES_MAX] __attribute__((aligned(8))) UNINITIALISED;
    while (*copied < bytes) {
        const size_t left = bytes - *copied;
        const size_t wanted = left < sizeof portion ? left : sizeof portion;
        size_t read UNINITIALISED;
        size_t written UNINITIALISED;
        const enum error read_error =
            user_copy_in(from_process, portion, range_part(from, *copied, wanted), &read);
        const enum error write_error =
            user_copy_out(to_process, range_part(to, *copied, read), portion, &written);
        *copied += written;
        if (read_error != ERROR_NONE || write_error != ERROR_NONE) {
            *side = write_error != ERROR_NONE ? USER_SIDE_TO : USER_SIDE_FROM;
            return ERROR_FAULT;
        }
    }
    return ERROR_NONE;
}

/// True when the process may make an aligned access of `bytes` bytes; its protection is loaded.
static ALWAYS_INLINE bool access_prepare(struct process *process, uintptr_t at, size_t bytes,
                                         enum user_access access)
{
    if (at % bytes != 0 || extent(process, at, access) < bytes) {
        return false;
    }
    process_protection_use(process);
    return true;
}

enum error user_load_8(struct process *process, struct user_address address, uint8_t *value)
{
    *value = 0;
    const uintptr_t at = user_address_to_word(address);
    return access_prepare(process, at, sizeof *value, USER_READ) &&
                   user_window_copy_in(value, at, sizeof *value) == sizeof *value
               ? ERROR_NONE
               : ERROR_FAULT;
}

enum error user_load_16(struct process *process, struct user_address address, uint16_t *value)
{
    *value = 0;
    const uintptr_t at = user_address_to_word(address);
    // Hardware protects aligned words as a whole, so the rest of the word is this process's, too.
    uint32_t word;
    if (!access_prepare(process, at, sizeof *value, USER_READ) ||
        !user_window_load_32(align_down(at, sizeof word), &word)) {
        return ERROR_FAULT;
    }
    *value = (uint16_t)(at % sizeof word == 0 ? word : word >> 16);
    return ERROR_NONE;
}

enum error user_load_32(struct process *process, struct user_address address, uint32_t *value)
{
    const uintptr_t at = user_address_to_word(address);
    if (!access_prepare(process, at, sizeof *value, USER_READ)) {
        *value = 0;
        return ERROR_FAULT;
    }
    return user_window_load_32(at, value) ? ERROR_NONE : ERROR_FAULT;
}

enum error user_load_64(struct process *process, struct user_address address, uint64_t *value)
{
    *value = 0;
    const uintptr_t at = user_address_to_word(address);
    uint32_t low;
    uint32_t high;
    if (!access_prepare(process, at, sizeof *value, USER_READ) || !user_window_load_32(at, &low) ||
        !user_window_load_32(at + sizeof low, &high)) {
        return ERROR_FAULT;
    }
    *value = (uint64_t)high << 32 | low;
    return ERROR_NONE;
}

/// For a byte or a word: the window makes one access.
static NOINLINE enum error store(struct process *process, uintptr_t at, const void *value,
                                 size_t bytes)
{
    return access_prepare(process, at, bytes, USER_WRITE) &&
                   user_window_copy_out(at, value, bytes) == bytes
               ? ERROR_NONE
               : ERROR_FAULT;
}

enum error user_store_8(struct process *process, struct user_address address, uint8_t value)
{
    return store(process, user_address_to_word(address), &value, sizeof value);
}

enum error user_store_16(struct process *process, struct user_address address, uint16_t value)
{
    const uintptr_t at = user_address_to_word(address);
    return access_prepare(process, at, sizeof value, USER_WRITE) && user_window_store_16(at, value)
               ? ERROR_NONE
               : ERROR_FAULT;
}

enum error user_store_32(struct process *process, struct user_address address, uint32_t value)
{
    return store(process, user_address_to_word(address), &value, sizeof value);
}

enum error user_store_64(struct process *process, struct user_address address, uint64_t value)
{
    const uintptr_t at = user_address_to_word(address);
    const uint32_t word[2] = {(uint32_t)value, (uint32_t)(value >> 32)};
    return access_prepare(process, at, sizeof word, USER_WRITE) &&
                   user_window_copy_out(at, &word[0], sizeof word[0]) == sizeof word[0] &&
                   user_window_copy_out(at + sizeof word[0], &word[1], sizeof word[1]) ==
                       sizeof word[1]
               ? ERROR_NONE
               : ERROR_FAULT;
}

enum error user_exchange_32(struct process *process, struct user_address address, uint32_t expected,
                            uint32_t desired, uint32_t *seen)
{
    *seen = 0;
    const uintptr_t at = user_address_to_word(address);
    return access_prepare(process, at, sizeof *seen, USER_WRITE) &&
                   user_window_exchange_32(at, expected, desired, seen)
               ? ERROR_NONE
               : ERROR_FAULT;
}
