// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The list of rules that a file violates, one line of text each.
 *
 * Checking a file collects findings instead of stopping at the first one, so that `tbf show` names
 * all of them. All-zero is the empty list; findings_free() ends it.
 */
#pragma once

#include "buffer.h"
#include "status.h"

struct findings {
    struct buffer text; ///< owned; lines, each ended by a zero byte
    size_t count;
};

/** Adds one line. */
void findings_add(struct findings *findings, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Gives the first line, borrowed until the list changes; the list must not be empty. */
const char *findings_first(const struct findings *findings);

/**
 * Prints each line as an error about the file.
 *
 * @return STATUS_OK for an empty list, else STATUS_FAILED.
 */
MUST_CHECK enum status findings_report(const struct findings *findings, const char *path);

void findings_free(struct findings *findings);
