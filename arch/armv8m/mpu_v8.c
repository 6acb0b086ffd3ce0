// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "mpu_v8.h"

#include <lib/checked.h>

// Pairs of an image. Those of maps lie behind them.
enum { PAIR_CODE = 0, PAIR_RAM = 2, PAIR_MAPS = 4 };
static_assert(PAIR_MAPS == 2 * MPU_V8_IMAGE_REGIONS_MIN, "every image holds these");

/// What is the processor's own lies from here on: system control, and what may be behind it.
/// Source: Armv8-M ARM (DDI 0553) B8.1, system address map.
#define OWN_PLACES_START 0xE0000000u

static bool fits_32(uintptr_t value)
{
    return (uintptr_t)(uint32_t)value == value;
}

static bool is_granular(uintptr_t address)
{
    return address % MPU_V8_GRANULE_BYTES == 0;
}

/// The word of a region that ends at `end`: the limit is the last granule inside, not the one
/// behind it.
static uint32_t limit_word(uintptr_t end, uint32_t attributes)
{
    return (((uint32_t)end - 1u) & MPU_V8_RLAR_LIMIT_MASK) |
           attributes << MPU_V8_RLAR_ATTRIBUTES_SHIFT | MPU_V8_RLAR_ENABLE;
}

enum error mpu_v8_block_place(struct range free, const struct port_block_request *request,
                              struct port_block *placed)
{
    if (!fits_32(free.end)) {
        return ERROR_NO_MEMORY;
    }
    return block_place_aligned(free, request, MPU_V8_GRANULE_BYTES, placed);
}

enum error mpu_v8_image_encode(uint32_t *image, uint32_t regions, struct range code,
                               const struct port_block *block, size_t app_bytes)
{
    const struct range ram = {block->block.start, block->kernel_start};
    if (code.start >= code.end || !fits_32(code.end) || !is_granular(code.start | code.end) ||
        ram.start >= ram.end || !fits_32(ram.end) || !is_granular(ram.start | ram.end) ||
        app_bytes > range_bytes(ram)) {
        return ERROR_UNREPRESENTABLE;
    }
    image[PAIR_CODE] = (uint32_t)code.start | MPU_V8_RBAR_ACCESS_READ_ONLY;
    image[PAIR_CODE + 1] = limit_word(code.end, MPU_V8_ATTRIBUTES_MEMORY);
    image[PAIR_RAM] =
        (uint32_t)ram.start | MPU_V8_RBAR_ACCESS_READ_WRITE | MPU_V8_RBAR_EXECUTE_NEVER;
    image[PAIR_RAM + 1] = 0;
    for (uint32_t i = PAIR_MAPS; i < 2 * regions; i++) {
        image[i] = 0;
    }
    return ERROR_NONE;
}

static uint32_t access_word(uint32_t rights)
{
    const bool is_written = (rights & PORT_MAP_WRITE) != 0;
    return (is_written ? MPU_V8_RBAR_ACCESS_READ_WRITE : MPU_V8_RBAR_ACCESS_READ_ONLY) |
           ((rights & PORT_MAP_EXECUTE) != 0 ? 0 : MPU_V8_RBAR_EXECUTE_NEVER);
}

enum error mpu_v8_image_map(uint32_t *image, uint32_t regions, struct range range, uint32_t rights)
{
    const uint32_t writable_code = PORT_MAP_WRITE | PORT_MAP_EXECUTE;
    if (range.start >= range.end || (rights & writable_code) == writable_code ||
        range.end > OWN_PLACES_START || range_overlaps(range, mpu_v8_memory)) {
        return ERROR_INVALID;
    }
    uint32_t pair = PAIR_MAPS;
    while (pair < 2 * regions && image[pair + 1] != 0) {
        pair += 2;
    }
    if (!is_granular(range.start | range.end) || pair >= 2 * regions) {
        return ERROR_UNREPRESENTABLE;
    }
    const bool is_device = (rights & PORT_MAP_DEVICE) != 0;
    image[pair] = (uint32_t)range.start | access_word(rights);
    image[pair + 1] =
        limit_word(range.end, is_device ? MPU_V8_ATTRIBUTES_DEVICE : MPU_V8_ATTRIBUTES_MEMORY);
    return ERROR_NONE;
}

enum error mpu_v8_image_expose(uint32_t *image, uintptr_t app_break, uintptr_t limit,
                               uintptr_t *exposed_end)
{
    const uintptr_t start = image[PAIR_RAM] & MPU_V8_RBAR_BASE_MASK;
    uintptr_t end;
    if (app_break < start || !checked_align_up(app_break, MPU_V8_GRANULE_BYTES, &end) ||
        end > limit || !fits_32(end)) {
        return ERROR_UNREPRESENTABLE;
    }
    // A region holds at least one granule: none is a region that is off.
    image[PAIR_RAM + 1] = end == start ? 0 : limit_word(end, MPU_V8_ATTRIBUTES_MEMORY);
    *exposed_end = end;
    return ERROR_NONE;
}

bool mpu_v8_image_describe(const uint32_t *image, uint32_t regions, size_t index,
                           struct port_region *region)
{
    for (const uint32_t *pair = image; pair < image + 2 * regions; pair += 2) {
        if ((pair[1] & MPU_V8_RLAR_ENABLE) == 0 || index-- != 0) {
            continue;
        }
        region->range.start = pair[0] & MPU_V8_RBAR_BASE_MASK;
        region->range.end = (uintptr_t)(pair[1] & MPU_V8_RLAR_LIMIT_MASK) + MPU_V8_GRANULE_BYTES;
        region->is_executable = (pair[0] & MPU_V8_RBAR_EXECUTE_NEVER) == 0;
        region->is_writable =
            (pair[0] & MPU_V8_RBAR_ACCESS_READ_ONLY) == MPU_V8_RBAR_ACCESS_READ_WRITE;
        return true;
    }
    return false;
}
