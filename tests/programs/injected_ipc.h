// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The two programs into whose IPC calls a test puts interrupts (tests/injection): one that takes
 * orders and makes the calls, and the server that answers.
 */
#pragma once

#include "ipc_registers.h"

/// Entries of the client, and words of the calls that go through them.
enum {
    INJECTED_SHORT = 1,
    INJECTED_LONG = 2,
    INJECTED_SIGNAL = 3,
    INJECTED_QUEUED = 4, ///< the server is awake when it comes
    INJECTED_SHORT_WORDS = 4,
    INJECTED_LONG_WORDS = MESSAGE_LENGTH_MAX,
    INJECTED_BIT = 1 << 20,
};

/// What the server says in labels: what it has found wrong, and how many signals came.
enum { TOLD_WRONG_MAX = 0xFF, TOLD_SIGNALS_SHIFT = 8, TOLD_SIGNALS_MAX = 0xFFF };

/// Words of the calls through an entry, whose badge is its index.
static inline uint32_t injected_words(uint32_t index)
{
    return index == INJECTED_LONG ? (uint32_t)INJECTED_LONG_WORDS : (uint32_t)INJECTED_SHORT_WORDS;
}

/// What the server makes of a word.
static inline uint32_t injected_answer(uint32_t word)
{
    return word ^ SERVER_KEY;
}
