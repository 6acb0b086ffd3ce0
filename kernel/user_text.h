// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Strings and lists in the memory of processes: what ends where a zero stands.
 *
 * A process can take the end away at any time, so everything is copied, once, and what is promised
 * holds for the copy. A zero is looked for within `capacity` only, and memory behind it need not be
 * the process's. Errors of all:
 *
 * @retval ERROR_FAULT  memory that the process may not read came before the end.
 * @retval ERROR_SIZE   `capacity` elements have no end; or they are 0, or take more than
 *                      USER_COPY_BYTES_MAX bytes: then `to` is untouched.
 *
 * What arrived before an error is in `to`, and counted. Context of all: kernel; time proportional
 * to what is copied, about 7 instructions a byte, and as many more for user_copy_text().
 */
#pragma once

#include "user_copy.h"

/**
 * Copies a string.
 *
 * @param capacity  bytes at `to`, with the zero. Unless this is refused, a zero ends `to`.
 * @param length    bytes before the zero.
 */
MUST_CHECK enum error user_copy_string(struct process *process, char *to,
                                       struct user_address address, size_t capacity,
                                       size_t *length);

/**
 * The same, and says whether the copy is UTF-8 as Unicode defines it: no overlong form, no
 * surrogate, nothing above U+10FFFF, no sequence cut short.
 *
 * @retval ERROR_TEXT  it is not.
 */
MUST_CHECK enum error user_copy_text(struct process *process, char *to, struct user_address address,
                                     size_t capacity, size_t *length);

/**
 * Copies a list of addresses, words of 4 bytes, that ends with a null. Each is read in one access.
 *
 * @param capacity  elements at `to`, with the null. Unless this is refused, what was not copied of
 *                  `to` is null, and the last one in any case.
 * @param count     addresses before the null.
 * @retval ERROR_FAULT  also when the list is not aligned.
 */
MUST_CHECK enum error user_copy_addresses(struct process *process, struct user_address to[],
                                          struct user_address address, size_t capacity,
                                          size_t *count);
