// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A check in a process of its own, so that no file ends the checker or keeps it for ever.
 *
 * Clang goes down into what is nested by recursion, and what macros make of a line may be longer
 * than any memory. So the process gets so much stack, so much memory and, for each file, so much
 * processor time. If that is not enough the file is named, like one that cannot be parsed.
 */
#pragma once

typedef int check_fn(const void *argument);

/**
 * Runs a check to its end and returns its exit status.
 *
 * @param failure  returned if it did not come to its end; the reason was printed.
 */
int limits_run(check_fn *check, const void *argument, int failure);

/// To be called by the check before each file. `file`: borrow, for as long as the check runs.
void limits_file_begin(const char *file);
