// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The application flash of a board while images are placed in it.
 *
 * The kernel finds images by walking from one to the next, so the result must be a chain without
 * holes: flash_map_write() fills each gap with a padding object. A gap is therefore either empty
 * or large enough for the header of one; a place that would leave a smaller gap is no place.
 *
 * Typical use: flash_map_find() or flash_map_is_free(), flash_map_place(), flash_map_write().
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"

/// Addresses from base to base + length_bytes; the end is at most 2^32.
struct address_range {
    uint64_t base;
    uint64_t length_bytes;
};

struct placement {
    struct address_range flash;
    struct bytes content;     ///< borrowed, at most as long as the range; the rest stays erased
    struct address_range ram; ///< of a program with a fixed RAM address; else length 0
};

/// Invariant: placements are sorted by address, disjoint, inside the flash, gaps as said above.
struct flash_map {
    struct address_range flash;
    struct address_range ram;
    struct placement *placements; ///< owned
    size_t placement_count;
};

/** Says whether one range lies inside another. */
bool address_range_is_inside(struct address_range inner, struct address_range outer);

/** Says whether two ranges share an address; an empty range shares none. */
bool address_ranges_overlap(struct address_range left, struct address_range right);

/** Gives the end of the highest placement, or the base of the flash. */
uint64_t flash_map_end(const struct flash_map *map);

/** Says whether an image can lie exactly there. */
bool flash_map_is_free(const struct flash_map *map, struct address_range range);

/**
 * Finds the lowest place after all placements.
 *
 * @param alignment  a power of two.
 * @param base       set on success.
 * @return false when the flash ends before.
 */
bool flash_map_find(const struct flash_map *map, uint64_t length_bytes, uint64_t alignment,
                    uint64_t *base);

/** Says whether the RAM range lies in the board's and overlaps none that is in use. */
bool flash_map_ram_is_free(const struct flash_map *map, struct address_range ram);

/** Adds an image; the caller has checked its place with flash_map_is_free(). */
void flash_map_place(struct flash_map *map, struct placement placement);

/** Appends the flash content from the base to the end of the highest placement. */
void flash_map_write(const struct flash_map *map, struct buffer *content);

void flash_map_free(struct flash_map *map);
