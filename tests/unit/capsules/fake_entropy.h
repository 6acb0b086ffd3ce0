// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A source of entropy that fills buffers when the test says so, with bytes that count up, and the
 * ledger's side of the buffer of capsule `random`.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>

enum { FAKE_ENTROPY_BYTES = 32 };

struct fake_entropy {
    bool is_absent;
    bool is_asked; ///< it has the buffer
    size_t wanted_bytes;
    unsigned requests;
    enum error answer; ///< of the next request
    uint8_t next_byte; ///< counts up from 1; 0 is never given
    uint8_t buffer[FAKE_ENTROPY_BYTES];
};
extern struct fake_entropy fake_entropy;

/// A source that was never asked.
void fake_entropy_reset(void);

/// Fills the buffer with so many bytes and gives it back.
void fake_entropy_fill(size_t length_bytes);

/// Gives the buffer back with an error.
void fake_entropy_end(enum error status);
