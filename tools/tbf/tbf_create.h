// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Writes TBF objects: a program image from a laid-out executable, or a padding object.
 *
 * A program image holds Main, Program, Package Name, Writeable Regions, Fixed Addresses,
 * Permissions and Kernel Version elements in this order, which is the order of elf2tab. The space
 * from the header's end to the application is the protected trailer, zero. For Arm the total size
 * is a power of two of at least 512, so that one region of the protection unit covers it, and the
 * space after the program is a Reserved footer; for RISC-V it is a multiple of 4. Or the size is
 * what is asked for.
 */
#pragma once

#include "buffer.h"
#include "elf_image.h"
#include "status.h"

enum { TBF_PERMISSIONS_MAX = 64 };

struct tbf_permission {
    uint32_t driver;
    uint32_t offset;   ///< command number of bit 0, divided by 64
    uint64_t commands; ///< bit b permits command 64 * offset + b
};

struct tbf_create_options {
    const char *name; ///< UTF-8
    uint16_t kernel_major;
    uint16_t kernel_minor;
    uint32_t protected_end; ///< from the object's start to the application; a multiple of 4
    uint32_t heap_bytes;    ///< added to the RAM that the segments need
    uint32_t version;       ///< of the program, 0 for none
    bool is_enabled;
    uint32_t total_bytes; ///< of the object; 0: as said above
    struct tbf_permission permissions[TBF_PERMISSIONS_MAX];
    size_t permission_count;
};

/**
 * Makes a program image.
 *
 * @param path    borrow; the executable, for error lines.
 * @param object  receives the image; on failure its content is undefined, but it may be freed.
 * @retval STATUS_FAILED  the executable cannot become such an image; the reason was printed.
 */
MUST_CHECK enum status tbf_create(const char *path, const struct elf_image *image,
                                  const struct tbf_create_options *options, struct buffer *object);

/**
 * Appends a padding object: a bare header, then erased bytes.
 *
 * @param total_bytes  of the object; at least TBF_BASE_HEADER_BYTES.
 */
void tbf_padding_append(struct buffer *buffer, uint32_t total_bytes);
