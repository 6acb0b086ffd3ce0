// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Whole files: read into memory, written from memory. */
#pragma once

#include "buffer.h"
#include "status.h"

enum { FILE_BYTES_MAX = 64 * 1024 * 1024 };

/// What happens when the path to write is a symbolic link.
enum file_link {
    FILE_LINK_FOLLOWED,
    FILE_LINK_REFUSED, ///< for names that came out of an archive
};

/**
 * Reads a whole file.
 *
 * @param content  give; untouched on failure.
 * @retval STATUS_FAILED  it cannot be opened or read, or holds more than FILE_BYTES_MAX.
 */
MUST_CHECK enum status file_read(const char *path, struct buffer *content);

/**
 * Writes a whole file, replacing what was there.
 *
 * @param content  borrow.
 * @retval STATUS_FAILED  it cannot be created or written, or is a link and links are refused; a
 *                        half-written regular file is removed.
 */
MUST_CHECK enum status file_write(const char *path, struct bytes content, enum file_link link);
