// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Program images in the Tock Binary Format: decoding the header of one.
 *
 * An image is foreign memory that may change under us: every byte of the header is read exactly
 * once, and what is decided is decided on what was read. Source: TBF version 2, see abi/tbf.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/attributes.h>
#include <lib/range.h>

#include "process.h"

enum {
    IMAGE_WRITEABLE_REGIONS_MAX = 8,
    IMAGE_PERMISSIONS_MAX = 8,
    IMAGE_HEADER_BYTES_MAX = 1024,
};

/// What is to become of an object in the image memory.
enum image_verdict {
    IMAGE_RUNNABLE, ///< the header is whole and sound
    IMAGE_PADDING,  ///< no program: skip it and say nothing
    IMAGE_REFUSED,  ///< skip it and say why
    IMAGE_END,      ///< no further object follows
};

/// A decoded header. Valid when the verdict is IMAGE_RUNNABLE; total_bytes also when REFUSED.
struct image {
    uint32_t start;
    uint32_t total_bytes;
    uint32_t header_bytes;
    uint32_t app_start;
    uint32_t entry;
    uint32_t minimum_ram_bytes;
    bool has_fixed_ram;
    uint32_t fixed_ram;
    uint8_t name_length_bytes; ///< 32 at most; a longer name is cut
    uint8_t writeable_region_count;
    uint8_t permission_count;
    bool has_permissions;
    char name[PROCESS_NAME_BYTES_MAX];
    struct writeable_region writeable_regions[IMAGE_WRITEABLE_REGIONS_MAX];
    struct permission permissions[IMAGE_PERMISSIONS_MAX];
};

/**
 * Decodes the object at the start of `memory`, the rest of the image memory.
 *
 * @param reason  null, or one line for people: why it is refused, or why the walk ends early.
 * Context: kernel; reads through port_image_read().
 */
MUST_CHECK enum image_verdict image_decode(struct range memory, struct image *image,
                                           const char **reason);
