// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What came of a scenario: everything that programs, people or the kernel itself could tell two
 * runs by, and the frame that the process had when the kernel was entered.
 */
#pragma once

#include "scenario.h"

enum { FRAME_WORDS = 8, FRAME_BYTES = 4 * FRAME_WORDS, FRAME_WORD_PC = 6 };

struct outcome {
    int running; ///< slot of the program that runs; -1: none
    struct host_thread thread;
    uint64_t records[2]; ///< the kernel's part of each block, with context and grants
    uint64_t memory[2];  ///< the program's part
    uint64_t images;
    uint64_t output;
    uint64_t board; ///< buffers for devices, timers, protection, capsules
};

/// How things are now. What differs between runs for no reason must have been put right before.
struct outcome outcome_now(void);

/// Ends the test unless both are the same.
void outcome_compare(const struct outcome *is, const struct outcome *should, const char *when);

/// A number that two sequences of bytes have in common only if they are the same.
uint64_t digest(uint64_t start, const void *bytes, size_t count);
