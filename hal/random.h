// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a source of random numbers, made of entropy (hal/entropy.h).
 *
 * Whoever implements it offers a constant `struct random_source`; whoever uses it gets a constant
 * `struct random_client` called, never inside a call of its own. Both are capsules, so every
 * function takes one pointer to a structure that is borrowed for the call, and the board puts the
 * boundary in between. Each returns ERROR_NONE, or ERROR_FAILED if the capsule called was aborted;
 * the answer is in the structure.
 *
 * One request at a time. Bytes are given once: the source keeps no copy of what it gave, and what
 * the client does not use is lost.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>

enum { RANDOM_BYTES_MAX = 32 }; ///< given at once

struct random_request {
    size_t length_bytes; ///< at most so many are wanted. 0: asks only whether there is a source
    /// Answer. ERROR_NONE: client->given follows, unless length_bytes is 0. ERROR_NO_DEVICE: there
    /// is no source. ERROR_BUSY: an earlier request is under way. Else what the source says.
    enum error status;
};

struct VTABLE random_source {
    enum error (*request)(struct random_request *request);
};

struct random_given {
    /// ERROR_NONE, or why there are no bytes. ERROR_RESERVE: the source has been restarted, and
    /// knows nothing of a request from before; it says so also when there was none.
    enum error status;
    size_t length_bytes; ///< 1 to RANDOM_BYTES_MAX; 0 after an error
    uint8_t bytes[RANDOM_BYTES_MAX];
};

struct VTABLE random_client {
    enum error (*given)(struct random_given *given);
};
