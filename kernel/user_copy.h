// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Memory of processes: the only way to it.
 *
 * Everything is copied; no pointer to process memory exists. Two locks on each access: a test of
 * the range against the process's own regions, then an access that the hardware checks with the
 * rights of the process whose protection is loaded. The functions load the protection of `process`
 * themselves and leave it loaded.
 *
 * At most USER_COPY_BYTES_MAX bytes a call. Context of all: kernel.
 */
#pragma once

#include <kernel/user_address.h>

#include "process.h"

enum { USER_COPY_BYTES_MAX = USER_WINDOW_BYTES_MAX };

enum user_access { USER_READ, USER_WRITE };

/**
 * Says whether a process may use a range now. Makes no access.
 *
 * @retval ERROR_NONE   length 0 at any address, or wholly inside one region: its memory up to the
 *                      break, or for USER_READ its image behind the protected part.
 * @retval ERROR_FAULT  otherwise, also when the end wraps.
 */
MUST_CHECK enum error user_range_check(const struct process *process, struct user_range range,
                                       enum user_access access);

/**
 * Copies from a process. *copied is exact; the rest of `to` up to range.bytes is zero.
 * @retval ERROR_SIZE   more than USER_COPY_BYTES_MAX: nothing copied, `to` untouched.
 * @retval ERROR_FAULT  refused by the range test or by the hardware.
 */
MUST_CHECK enum error user_copy_in(struct process *process, void *to, struct user_range range,
                                   size_t *copied);

/// Copies to a process. *copied is exact. Errors as user_copy_in().
MUST_CHECK enum error user_copy_out(struct process *process, struct user_range range,
                                    const void *from, size_t *copied);

/**
 * Clears memory of a process, between two lives or when its break moves: the kernel's own pointers
 * may not reach what is exposed. [start, end) lies in [memory_start, exposed_end).
 *
 * @return how many bytes were cleared; fewer than all only if the hardware refused the next one.
 */
MUST_CHECK size_t user_exposed_clear(struct process *process, uintptr_t start, uintptr_t end);

/// One access of 1 or 4 bytes, naturally aligned. @retval ERROR_FAULT  misaligned or refused; value
/// 0.
MUST_CHECK enum error user_load_32(struct process *process, struct user_address address,
                                   uint32_t *value);
MUST_CHECK enum error user_store_8(struct process *process, struct user_address address,
                                   uint8_t value);
