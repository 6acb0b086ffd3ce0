// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Reads and writes tar archives, as far as TABs need them: small regular files in one folder.
 *
 * Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format" for
 * archives with GNU magic, whose prefix field holds something else.
 */
#pragma once

#include "buffer.h"
#include "status.h"

enum { USTAR_NAME_BYTES_MAX = 100 };

struct ustar_entry {
    struct bytes name; ///< view of the archive, without a leading "./"; neither empty nor a path
    struct bytes content;
};

/// What ustar_next() found.
enum ustar_step {
    USTAR_STEP_ENTRY, ///< a regular file
    USTAR_STEP_END,   ///< the end mark
    USTAR_STEP_ERROR, ///< the reason was printed
};

/**
 * Steps to the next regular file; folders and pax headers are skipped.
 *
 * Refused: a bad header checksum, content beyond the archive, a missing end mark (a truncated
 * archive), names with '/', control characters or a leading '.', links and devices.
 *
 * @param path     borrow; the archive, for error lines.
 * @param archive  borrow; the entry keeps views of it.
 * @param offset   in and out; 0 to begin with.
 */
MUST_CHECK enum ustar_step ustar_next(const char *path, struct bytes archive, size_t *offset,
                                      struct ustar_entry *entry);

/**
 * Appends a file. Owner, time and mode are the same for all, so that equal inputs give equal
 * archives.
 *
 * @param name  borrow; 1 to USTAR_NAME_BYTES_MAX bytes.
 */
void ustar_append(struct buffer *archive, struct bytes name, struct bytes content);

/** Appends the end mark: two zero blocks. */
void ustar_finish(struct buffer *archive);
