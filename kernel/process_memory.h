// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The memory of one process: its break, its grants' room, and what the protection unit exposes.
 *
 * Context of all: kernel.
 */
#pragma once

#include "process.h"

/// Checks the invariant of process.h; a broken one stops the machine.
void process_memory_check(const struct process *process);

enum {
    // Room for the frame of the first system call and of an interrupt before the program has made
    // itself a stack.
    PROCESS_FIRST_BREAK_BYTES = 64,
};

/**
 * Memory as at the start of a life: first break, grants gone. What the program will see is cleared
 * by process_memory_wipe_step() before the life begins.
 *
 * @retval ERROR_UNREPRESENTABLE  the port cannot expose the first break, or exposes too much.
 *                                Possible only when the process is loaded, not at a restart.
 * The process is not alive.
 */
MUST_CHECK enum error process_memory_reset(struct process *process);

/// Clears the next part of what the first break exposes. True when all of it is zero. If the
/// hardware refuses the next byte twice, the restart is given up.
MUST_CHECK bool process_memory_wipe_step(struct process *process);

/// Result of a change of the break.
enum break_result {
    BREAK_SET,
    BREAK_REFUSED, ///< nothing changed
    BREAK_AGAIN,   ///< memory was cleared, more is to be: repeat the call
};

/**
 * Moves the break of the current process. What it gains is zero.
 *
 * Refused: below the end of a buffer ever allowed, at or above the end of the block, inside the
 * room kept for grants, or when the protection unit cannot expose so much without exposing more.
 * Work is bounded: at most 4 KiB are cleared a call. On BREAK_AGAIN the break may have moved part
 * of the way; the caller repeats with the same `new_break`.
 */
MUST_CHECK enum break_result process_break_set(struct process *process, uintptr_t new_break);

/**
 * Takes zeroed memory for a grant from below kernel_break.
 *
 * @param bytes  at least 1; the memory is aligned to 8.
 * @retval ERROR_NO_MEMORY  no room above what the program is exposed to.
 */
MUST_CHECK enum error process_memory_take(struct process *process, size_t bytes, uint8_t **memory);
