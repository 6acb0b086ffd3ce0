// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Reads what a program image needs from a 32-bit little-endian executable.
 *
 * Accepted are fixed-address executables for Arm and RISC-V. Every offset and size of the file is
 * checked before it is used; a hostile file ends in one line of error.
 *
 * Source: System V ABI, chapters 4 and 5 (gABI 4.1); ELF for the Arm Architecture (IHI 0044);
 * RISC-V ELF psABI 1.0.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"
#include "status.h"

enum {
    ELF_SEGMENTS_MAX = 64,
    ELF_WRITEABLE_REGIONS_MAX = 16,
};

/// One loaded segment with a size in memory; no sum of a field and its size exceeds 2^32.
struct elf_segment {
    uint32_t virtual_address;
    uint32_t physical_address; ///< where its bytes lie in the load image
    struct bytes content;      ///< view of the file; empty for zeroed memory
    uint32_t memory_bytes;     ///< at least content.length, at least 1
    bool is_writable;
    bool is_executable;
};

/// One section named .wfr...: flash that the program writes at run time.
struct elf_writeable_region {
    uint32_t address;
    uint32_t length_bytes;
};

struct elf_image {
    bool is_arm;
    uint32_t entry; ///< bit 0 as in the file
    struct elf_segment segments[ELF_SEGMENTS_MAX];
    size_t segment_count;
    struct elf_writeable_region writeable_regions[ELF_WRITEABLE_REGIONS_MAX];
    size_t writeable_region_count;
};

/**
 * Decodes an executable.
 *
 * A segment that begins with the ELF header itself (linkers add it when there is room) is cut to
 * its first section, since the header is no part of the program.
 *
 * @param path   borrow; for the error line.
 * @param file   borrow; the image keeps views of it, so it must outlive the image.
 * @param image  valid only on success.
 * @retval STATUS_FAILED  not such an executable, or inconsistent; the reason was printed.
 */
MUST_CHECK enum status elf_image_read(const char *path, struct bytes file, struct elf_image *image);
