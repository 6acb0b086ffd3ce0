// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Where a fixed-address program lies in flash and RAM, worked out from its segments.
 *
 * Flash: all segments with content, ordered by load address, so that the initial values of .data
 * follow the code. RAM: all writable segments; the linker script puts the stack lowest.
 */
#pragma once

#include "elf_image.h"

enum { PROGRAM_BYTES_MAX = 16 * 1024 * 1024 };

/// Invariant: content_base + content.length does not exceed 2^32.
struct program_layout {
    uint32_t content_base; ///< load address of the first byte
    struct buffer content; ///< owned; gaps between segments are zero
    bool has_ram;          ///< false when no segment is writable
    uint32_t ram_start;    ///< lowest address of a writable segment
    uint32_t ram_bytes;    ///< from there to the highest end
};

/**
 * Lays out a program and checks it: nothing overlaps, each load address makes sense, and the
 * entry lies in executable content.
 *
 * @param layout  give; release with program_layout_free(). Empty on failure.
 * @retval STATUS_FAILED  the reason was printed.
 */
MUST_CHECK enum status program_layout_make(const char *path, const struct elf_image *image,
                                           struct program_layout *layout);

void program_layout_free(struct program_layout *layout);
