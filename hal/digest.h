// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a hash function: bytes of any number become a digest of a few.
 *
 * Whoever implements it offers a constant `struct digest_function`; whoever uses it keeps a `struct
 * digest` for each thing that it hashes, as many as it likes, and lends it for each call: the
 * function keeps nothing. Both are capsules, so the board puts the boundary in between; each call
 * returns ERROR_NONE, or ERROR_FAILED if the function was aborted: then the digest is no good.
 * Nor is one of which go_on() says ERROR_INVALID.
 *
 * Flow: start(), then for each DIGEST_BLOCK_BYTES bytes put them into `block`, set `block_bytes`
 * and `is_busy`, and call go_on() until `is_busy` is false again. What is left, 0 to
 * DIGEST_BLOCK_BYTES bytes, goes with `is_last`, and then the digest is in `block`. A call takes a
 * part of a block only, and so no longer than the kernel's work may: between two of them others
 * should have their turn.
 *
 * What is in a digest may be a secret, or tell one: the user clears it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>

enum { DIGEST_BLOCK_BYTES = 64, DIGEST_BYTES_MAX = 32, DIGEST_WORDS = 8, DIGEST_SCHEDULE = 16 };

/// As programs number them (driver 0x40003).
enum digest_algorithm { DIGEST_SHA_256 = 0, DIGEST_SHA_224 = 3 };

/// What a digest has come to between two blocks. It may be kept, and put back into one of the same
/// algorithm that was started: so bytes at the beginning that are often the same are hashed once.
struct digest_progress {
    uint64_t total_bytes;
    uint32_t words[DIGEST_WORDS];
};

struct digest {
    // The user's. The block is as it was put there until the digest is in it.
    uint8_t block[DIGEST_BLOCK_BYTES];
    uint8_t algorithm;   ///< a number of enum digest_algorithm, or another one
    uint8_t block_bytes; ///< DIGEST_BLOCK_BYTES, or less with is_last
    bool is_last;
    bool is_busy; ///< there is something in the block to do; cleared by the function

    // The function's, for the user to read.
    uint8_t digest_bytes; ///< how long the digest is; 0: the function has no such algorithm

    // The function's.
    bool is_padding; ///< the last bytes are done, what is put behind them is not
    uint8_t round;   ///< of the present block
    struct digest_progress progress;
    uint32_t work[DIGEST_WORDS];
    uint32_t schedule[DIGEST_SCHEDULE];
};

struct VTABLE digest_function {
    /// Makes it the digest of nothing yet. Only `algorithm` is read. Context: kernel.
    enum error (*start)(struct digest *digest);

    /// Goes on with what is in the block. ERROR_INVALID: the user has put more bytes into it than
    /// there is room for, or has changed what is the function's. Context: kernel.
    enum error (*go_on)(struct digest *digest);
};
