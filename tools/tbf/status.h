// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * How a command of the tool ends, and the one line that says why.
 *
 * Every function of the tool that can fail returns `enum status`. Whoever finds the cause prints
 * it with status_fail() or status_usage() and returns their result; callers only pass it on, so
 * each failure prints exactly one line. main() returns the status as the exit code.
 */
#pragma once

enum status {
    STATUS_OK = 0,
    STATUS_FAILED = 1, ///< a file is invalid, or could not be read or written
    STATUS_USAGE = 2,  ///< the request cannot be fulfilled as it was made
};

#define MUST_CHECK __attribute__((warn_unused_result))

/**
 * Names the tool at the start of each line, "tbf" if nobody does.
 *
 * @param name  borrow, for ever.
 */
void status_tool_set(const char *name);

/** Gives the name of the tool. */
const char *status_tool(void);

/**
 * Prints `TOOL: SUBJECT: reason` to standard error, control characters made visible.
 *
 * @param subject  borrow; the file or the command that the reason is about.
 * @return STATUS_FAILED, so that it can be returned in one statement.
 */
enum status status_fail(const char *subject, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Does what status_fail() does, for a bad request: returns STATUS_USAGE. */
enum status status_usage(const char *subject, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Prints that memory ran out and ends the tool with STATUS_FAILED. */
_Noreturn void status_out_of_memory(void);
