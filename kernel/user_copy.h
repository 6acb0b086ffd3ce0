// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Memory of processes: the only way to it.
 *
 * Everything is copied; no pointer to process memory exists. Two locks on each access: a test of
 * the range against the process's own regions, then an access that the hardware checks with the
 * rights of the process whose protection is loaded. The functions load the protection of `process`
 * themselves and leave it loaded.
 *
 * Copy in, check the copy, act on the copy: a second look may find something else. What is longer
 * than USER_COPY_BYTES_MAX is moved in several calls. Nothing but top halves runs inside a call.
 *
 * Errors of all: ERROR_FAULT where the range test or the hardware refuses an access, and for an
 * address that is not naturally aligned where one access is promised; ERROR_SIZE for more than one
 * call can move: then nothing is touched but the count, which is 0. Counts are exact, and set on
 * every way out. Context of all: kernel. kernel/user_text.h has strings, kernel/user_pointer.h
 * typed pointers.
 */
#pragma once

#include <kernel/user_address.h>

#include "process.h"

enum { USER_COPY_BYTES_MAX = USER_WINDOW_BYTES_MAX };

enum user_access { USER_READ, USER_WRITE };

/**
 * Says how many bytes from an address on a process may use now: up to the first one that it may
 * not. Makes no access. Its memory up to the break counts and, for USER_READ, its image behind the
 * protected part; they count as one where one ends at the other's start. So does memory that the
 * system description maps for it. Devices never count.
 */
size_t user_extent(const struct process *process, struct user_address address,
                   enum user_access access);

/**
 * Says whether a process may use a range now: 0 bytes at any address, or all inside the extent of
 * its address. Ends that wrap are not. Makes no access.
 */
MUST_CHECK enum error user_range_check(const struct process *process, struct user_range range,
                                       enum user_access access);

/// Copies from a process. Whatever of the range.bytes at `to` did not arrive is zero.
MUST_CHECK static ALWAYS_INLINE enum error user_copy_in(struct process *process, void *to,
                                                        struct user_range range, size_t *copied);

/// Copies to a process.
MUST_CHECK static ALWAYS_INLINE enum error
user_copy_out(struct process *process, struct user_range range, const void *from, size_t *copied);

/// Writes zeros.
MUST_CHECK enum error user_clear(struct process *process, struct user_range range, size_t *cleared);

/// Whose memory a copy between two processes was refused.
enum user_side { USER_SIDE_NONE, USER_SIDE_TO, USER_SIDE_FROM };

/**
 * Copies from one process to another, or to the same: as many bytes as the shorter range has. Both
 * ranges are tested before anything moves, `from` first. Leaves the protection of `to_process`
 * loaded, or on an error that of either.
 *
 * The bytes go through the kernel in portions, in ascending order: where the two ranges share
 * memory, a portion may be read after an earlier one was written.
 *
 * @param side  USER_SIDE_NONE unless the result is ERROR_FAULT.
 */
MUST_CHECK enum error user_copy_across(struct process *to_process, struct user_range to,
                                       struct process *from_process, struct user_range from,
                                       size_t *copied, enum user_side *side);

/// Loads: exactly one access, of one aligned word of 4 bytes at most; user_load_64() makes two, the
/// lower address first. *value is 0 on an error.
MUST_CHECK enum error user_load_8(struct process *process, struct user_address address,
                                  uint8_t *value);
MUST_CHECK enum error user_load_16(struct process *process, struct user_address address,
                                   uint16_t *value);
MUST_CHECK enum error user_load_32(struct process *process, struct user_address address,
                                   uint32_t *value);
MUST_CHECK enum error user_load_64(struct process *process, struct user_address address,
                                   uint64_t *value);

/// Stores: exactly one access; user_store_64() makes two, the lower address first, and the first
/// may have been made on an error.
MUST_CHECK enum error user_store_8(struct process *process, struct user_address address,
                                   uint8_t value);
MUST_CHECK enum error user_store_16(struct process *process, struct user_address address,
                                    uint16_t value);
MUST_CHECK enum error user_store_32(struct process *process, struct user_address address,
                                    uint32_t value);
MUST_CHECK enum error user_store_64(struct process *process, struct user_address address,
                                    uint64_t value);

/**
 * Replaces a word by another if it is what the caller expects, in one step that no program and no
 * other hart can come between. Where the hardware has no such access, devices still can.
 *
 * @param seen  what the word was; it was replaced if that is `expected`. 0 on an error.
 */
MUST_CHECK enum error user_exchange_32(struct process *process, struct user_address address,
                                       uint32_t expected, uint32_t desired, uint32_t *seen);

// For messages between processes, the hardware's lock apart from the software's.

/// Whether a range is memory of the process below its break, and its protection is loaded.
MUST_CHECK bool user_words_are_own(const struct process *process, struct user_range range);

/// Copies a range of which that has been said in this call, with nothing changed since. Returns how
/// many bytes were refused, exact.
MUST_CHECK size_t user_words_in(uint32_t *to, struct user_range from);

/// Copies to a range if it is so. Returns how many bytes were not copied, exact: all if it is not.
MUST_CHECK size_t user_words_out(const struct process *process, struct user_range to,
                                 const uint32_t *from);

/**
 * Clears memory of a process, between two lives or when its break moves: the kernel's own pointers
 * may not reach what is exposed. [start, end) lies in [memory_start, exposed_end).
 *
 * @return how many bytes were cleared; fewer than all only if the hardware refused the next one.
 */
MUST_CHECK size_t user_exposed_clear(struct process *process, uintptr_t start, uintptr_t end);

// ---------------------------------------------------------------------------------------------
// Ranges go in two words, which stay in registers.

MUST_CHECK enum error user_copy_in_(struct process *process, void *to, struct user_address from,
                                    size_t bytes, size_t *copied);
MUST_CHECK enum error user_copy_out_(struct process *process, const void *from,
                                     struct user_address to, size_t bytes, size_t *copied);

static ALWAYS_INLINE enum error user_copy_in(struct process *process, void *to,
                                             struct user_range range, size_t *copied)
{
    return user_copy_in_(process, to, range.address, range.bytes, copied);
}

static ALWAYS_INLINE enum error user_copy_out(struct process *process, struct user_range range,
                                              const void *from, size_t *copied)
{
    return user_copy_out_(process, from, range.address, range.bytes, copied);
}
