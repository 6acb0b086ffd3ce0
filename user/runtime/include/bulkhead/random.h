// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Random bytes that are good enough for keys, from the board's source of entropy.
#pragma once

#include <abi/error.h>
#include <stddef.h>

/**
 * Fills a buffer with random bytes. Upcall functions do not run meanwhile.
 *
 * @return ERROR_NO_DEVICE: this board has no source of entropy, or it is out of order. ERROR_BUSY:
 *         a request that the program has made by other means is under way. Else what went wrong on
 *         the way. After an error the buffer's bytes are not to be used.
 */
enum error bulkhead_random(void *bytes, size_t length);
