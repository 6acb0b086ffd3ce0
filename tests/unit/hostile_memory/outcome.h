// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What came of a scenario: everything that programs, people or the kernel itself could tell two
 * runs by, and the frame that the process had when the kernel was entered.
 */
#pragma once

#include "machine.h"
#include "machine_keep.h"

enum { FRAME_WORDS = 8, FRAME_BYTES = 4 * FRAME_WORDS, FRAME_WORD_PC = 6 };

struct outcome {
    int running; ///< slot of the program that runs; -1: none
    struct host_thread thread;
    uint64_t records[TEST_SLOTS_MAX]; ///< the kernel's part of each block: context, grants
    uint64_t memory[TEST_SLOTS_MAX];  ///< the program's part
    uint64_t images;
    uint64_t output;
    uint64_t board; ///< timers, protection, capsules, and what the area has of its own
};

/// How things are now. What differs between runs for no reason must have been put right before.
struct outcome outcome_now(void);

/// Ends the test unless both are the same.
void outcome_compare(const struct outcome *is, const struct outcome *should, const char *when);

/// Of each area: what was printed, and a number with what else its board remembers put to `sum`.
uint64_t outcome_output(void);
uint64_t outcome_board(uint64_t sum);

/// A number that two sequences of bytes have in common only if they are the same.
uint64_t digest(uint64_t start, const void *bytes, size_t count);
