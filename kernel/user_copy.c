// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "user_copy.h"

#include <lib/checked.h>
#include <lib/invariant.h>
#include <lib/memory.h>

#include "ipc.h"

enum {
    ACROSS_BYTES_MAX = 128, // On the kernel stack; each portion changes the protection twice.
    WORD_BYTES = sizeof(uint32_t),
    CLEAR_PORTION_BYTES = 64,
};

static NOINLINE size_t extent_of(const struct process *process, uintptr_t at,
                                 enum user_access access)
{
    uintptr_t start = process->memory_start;
    uintptr_t end = process->app_break;
    if (at - start >= end - start && access == USER_READ) {
        // An image never begins where memory ends: its header comes first.
        end = start == process->flash_end ? end : process->flash_end;
        start = process->app_start;
    }
    if (at - start < end - start) { // Far too much when below.
        return end - at;
    }
    return ipc_map_extent(process, at, access == USER_WRITE);
}

size_t user_extent(const struct process *process, struct user_address address,
                   enum user_access access)
{
    return extent_of(process, user_address_to_word(address), access);
}

enum error user_range_check(const struct process *process, struct user_range range,
                            enum user_access access)
{
    return range.bytes <= user_extent(process, range.address, access) ? ERROR_NONE : ERROR_FAULT;
}

/// Whether a range lies in the memory of the process whose protection is loaded: so it is with
/// nearly all that is copied, and the window may be tried at once.
static ALWAYS_INLINE bool is_open(const struct process *process, uintptr_t at, size_t bytes)
{
    const uintptr_t start = process->memory_start;
    const size_t size = process->app_break - start;
    uintptr_t end;
    return checked_add(at - start, bytes, &end) && end <= size && process_protected == process;
}

/// The software's lock, and then the hardware's key: whether the window may be tried.
static ALWAYS_INLINE bool range_open(struct process *process, uintptr_t at, size_t bytes,
                                     enum user_access access)
{
    if (bytes > extent_of(process, at, access)) {
        return false;
    }
    process_protection_use(process);
    return true;
}

/// Ends a copy that left some bytes out.
static NOINLINE enum error copy_in_cut(size_t left, size_t bytes, uint8_t *to, size_t *copied)
{
    *copied = bytes - left;
    memory_clear(to + (bytes - left), left);
    return ERROR_FAULT;
}

static NOINLINE enum error copy_in_otherwise(struct process *process, void *to, uintptr_t at,
                                             size_t bytes, size_t *copied)
{
    size_t left = bytes;
    if (bytes > USER_COPY_BYTES_MAX) {
        *copied = 0;
        return ERROR_SIZE;
    }
    if (range_open(process, at, bytes, USER_READ)) {
        left = user_window_copy_in(to, at, bytes);
    }
    if (left != 0) {
        return copy_in_cut(left, bytes, to, copied);
    }
    *copied = bytes;
    return ERROR_NONE;
}

enum error user_copy_in_(struct process *process, void *to, struct user_address from, size_t bytes,
                         size_t *copied)
{
    const uintptr_t at = user_address_to_word(from);
    if (bytes > USER_COPY_BYTES_MAX || !is_open(process, at, bytes)) {
        return copy_in_otherwise(process, to, at, bytes, copied);
    }
    const size_t left = user_window_copy_in(to, at, bytes);
    if (left != 0) {
        return copy_in_cut(left, bytes, to, copied);
    }
    *copied = bytes;
    return ERROR_NONE;
}

enum error user_copy_out_(struct process *process, const void *from, struct user_address to,
                          size_t bytes, size_t *copied)
{
    const uintptr_t at = user_address_to_word(to);
    size_t left = bytes;
    if (bytes > USER_COPY_BYTES_MAX) {
        *copied = 0;
        return ERROR_SIZE;
    }
    if (range_open(process, at, bytes, USER_WRITE)) {
        left = user_window_copy_out(at, from, bytes);
    }
    *copied = bytes - left;
    return left == 0 ? ERROR_NONE : ERROR_FAULT;
}

bool user_words_are_own(const struct process *process, struct user_range range)
{
    return is_open(process, user_address_to_word(range.address), range.bytes);
}

size_t user_words_in(uint32_t *to, struct user_range from)
{
    return user_window_copy_in(to, user_address_to_word(from.address), from.bytes);
}

size_t user_words_out(const struct process *process, struct user_range to, const uint32_t *from)
{
    const uintptr_t at = user_address_to_word(to.address);
    return user_words_are_own(process, to) ? user_window_copy_out(at, from, to.bytes) : to.bytes;
}

/// Clears by copying, so that ports need no window for it. Returns the exact count of bytes left.
static size_t zeros_copy_out(uintptr_t start, size_t bytes)
{
    // From where source and target come to whole words together.
    static const uint8_t zeros[CLEAR_PORTION_BYTES + WORD_BYTES] __attribute__((aligned(8)));
    const uint8_t *source = &zeros[start % WORD_BYTES];
    size_t refused = 0;
    while (bytes > 0 && refused == 0) {
        const size_t portion = bytes < CLEAR_PORTION_BYTES ? bytes : CLEAR_PORTION_BYTES;
        refused = user_window_copy_out(start, source, portion);
        start += portion;
        bytes -= portion - refused;
    }
    return bytes;
}

enum error user_clear(struct process *process, struct user_range range, size_t *cleared)
{
    const uintptr_t at = user_address_to_word(range.address);
    size_t left = range.bytes;
    if (left > USER_COPY_BYTES_MAX) {
        *cleared = 0;
        return ERROR_SIZE;
    }
    if (range_open(process, at, left, USER_WRITE)) {
        left = zeros_copy_out(at, left);
    }
    *cleared = range.bytes - left;
    return left == 0 ? ERROR_NONE : ERROR_FAULT;
}

size_t user_exposed_clear(struct process *process, uintptr_t start, uintptr_t end)
{
    invariant(process->memory_start <= start && end <= process->exposed_end);
    process_protection_use(process);
    return end - start - zeros_copy_out(start, end - start);
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
static ALWAYS_INLINE bool access_open(struct process *process, uintptr_t at, size_t bytes,
                                      enum user_access access)
{
    return at % bytes == 0 && range_open(process, at, bytes, access);
}

enum error user_load_8(struct process *process, struct user_address address, uint8_t *value)
{
    *value = 0;
    const uintptr_t at = user_address_to_word(address);
    const bool is_done = access_open(process, at, sizeof *value, USER_READ) &&
                         user_window_copy_in(value, at, sizeof *value) == 0;
    return is_done ? ERROR_NONE : ERROR_FAULT;
}

enum error user_load_16(struct process *process, struct user_address address, uint16_t *value)
{
    // Hardware protects aligned words as a whole, so the rest of the word is this process's, too.
    const uintptr_t at = user_address_to_word(address);
    uint32_t word = 0;
    enum error error = ERROR_FAULT;
    if (access_open(process, at, sizeof *value, USER_READ)) {
        error = user_window_load_32(align_down(at, sizeof word), &word);
    }
    *value = (uint16_t)(at % sizeof word == 0 ? word : word >> 16);
    return error;
}

/// Where is_open() is not enough to know.
static NOINLINE enum error load_32_otherwise(struct process *process, uintptr_t at, uint32_t *value)
{
    *value = 0;
    return access_open(process, at, sizeof *value, USER_READ) ? user_window_load_32(at, value)
                                                              : ERROR_FAULT;
}

enum error user_load_32(struct process *process, struct user_address address, uint32_t *value)
{
    const uintptr_t at = user_address_to_word(address);
    return at % sizeof *value == 0 && is_open(process, at, sizeof *value)
               ? user_window_load_32(at, value)
               : load_32_otherwise(process, at, value);
}

enum error user_load_64(struct process *process, struct user_address address, uint64_t *value)
{
    const uintptr_t at = user_address_to_word(address);
    uint32_t low = 0;
    uint32_t high = 0;
    enum error error = ERROR_FAULT;
    if (access_open(process, at, sizeof *value, USER_READ)) {
        error = user_window_load_32(at, &low);
    }
    if (error == ERROR_NONE) {
        error = user_window_load_32(at + sizeof low, &high);
    }
    *value = error == ERROR_NONE ? (uint64_t)high << 32 | low : 0;
    return error;
}

/// For a byte or a word: the window makes one access.
static NOINLINE enum error store(struct process *process, uintptr_t at, const void *value,
                                 size_t bytes)
{
    const bool is_done =
        at % bytes == 0 &&
        (is_open(process, at, bytes) || range_open(process, at, bytes, USER_WRITE)) &&
        user_window_copy_out(at, value, bytes) == 0;
    return is_done ? ERROR_NONE : ERROR_FAULT;
}

enum error user_store_8(struct process *process, struct user_address address, uint8_t value)
{
    return store(process, user_address_to_word(address), &value, sizeof value);
}

enum error user_store_16(struct process *process, struct user_address address, uint16_t value)
{
    const uintptr_t at = user_address_to_word(address);
    return access_open(process, at, sizeof value, USER_WRITE) ? user_window_store_16(at, value)
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
    const bool is_done = access_open(process, at, sizeof word, USER_WRITE) &&
                         user_window_copy_out(at, &word[0], sizeof word[0]) == 0 &&
                         user_window_copy_out(at + sizeof word[0], &word[1], sizeof word[1]) == 0;
    return is_done ? ERROR_NONE : ERROR_FAULT;
}

enum error user_exchange_32(struct process *process, struct user_address address, uint32_t expected,
                            uint32_t desired, uint32_t *seen)
{
    *seen = 0;
    const uintptr_t at = user_address_to_word(address);
    return access_open(process, at, sizeof *seen, USER_WRITE)
               ? user_window_exchange_32(at, expected, desired, seen)
               : ERROR_FAULT;
}
