// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What must hold for every protection unit that can cover any range with aligned bounds: allowed is
 * what was asked for, and nothing else. A unit under test is a table of its encoder's functions and
 * of a model of its hardware; each function below is the body of a test.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kernel/port.h>

#include "model_access.h"
#include "random.h"

enum { EXACT_IMAGE_BYTES_MAX = 72 };

struct exact_unit {
    const char *name;
    uint32_t kind;            ///< for the unit's own use
    uint32_t granule_bytes;   ///< of the bounds of program images, and of exposed ends
    uint32_t alignment_bytes; ///< of the bounds of blocks
    uintptr_t code_start;     ///< where programs lie: 1 MiB is theirs
    uintptr_t memory_start;   ///< where blocks lie: 16 MiB are theirs
    uintptr_t memory_end;     ///< no block can end behind it

    enum error (*place)(const struct exact_unit *unit, struct range free,
                        const struct port_block_request *request, struct port_block *placed);
    enum error (*encode)(const struct exact_unit *unit, void *image, struct range code,
                         const struct port_block *block, size_t app_bytes);
    enum error (*expose)(const struct exact_unit *unit, void *image, uintptr_t app_break,
                         uintptr_t limit, uintptr_t *exposed_end);
    bool (*describe)(const struct exact_unit *unit, const void *image, size_t index,
                     struct port_region *region);

    /// The model as it is after boot, with everything open that a process could have left open.
    void (*model_open)(const struct exact_unit *unit);
    /// Loads an image as the port does. Returns null or what is wrong with the registers.
    const char *(*model_load)(const struct exact_unit *unit, const void *image);
    bool (*model_allows)(uint64_t address, enum model_access access);
};

/// One process on a unit.
struct exact_subject {
    const struct exact_unit *unit;
    struct range code;
    struct port_block block;
    size_t app_bytes;
    uintptr_t exposed_end;
    _Alignas(8) uint8_t image[EXACT_IMAGE_BYTES_MAX];
};

/// A process with its block at the first place from `start` on, nothing exposed. Must succeed.
struct exact_subject exact_subject(const struct exact_unit *unit, struct range code,
                                   uintptr_t start, size_t app_bytes, size_t kernel_bytes);

/// Exposes up to `app_break` with the limit at the kernel's part. Must succeed.
void exact_expose(struct exact_subject *subject, uintptr_t app_break);

/// Loads the subject into a model that was open, and checks every address near every edge.
void exact_check(struct exact_subject *subject);

/// An image of 4 KiB of the unit's.
struct range exact_code(const struct exact_unit *unit);

// Bodies of tests.
void exact_random_blocks_and_breaks(const struct exact_unit *unit, struct random *random,
                                    unsigned rounds);
void exact_small_blocks(const struct exact_unit *unit);
void exact_small_images(const struct exact_unit *unit);
void exact_random_images(const struct exact_unit *unit, struct random *random, unsigned rounds);
void exact_requests_at_both_sides_of_each_limit(const struct exact_unit *unit);
void exact_breaks_at_both_sides_of_each_limit(const struct exact_unit *unit);
void exact_encode_refuses_what_was_not_placed(const struct exact_unit *unit);
void exact_description(const struct exact_unit *unit, struct random *random, unsigned rounds);
