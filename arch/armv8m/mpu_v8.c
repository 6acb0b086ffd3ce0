// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "mpu_v8.h"

#include <lib/checked.h>

// Pairs of an image.
enum { PAIR_CODE = 0, PAIR_RAM = 2 };
static_assert(PAIR_RAM + 2 == MPU_V8_IMAGE_WORDS, "the image holds every region of a process");

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
static uint32_t limit_word(uintptr_t end)
{
    return (((uint32_t)end - 1u) & MPU_V8_RLAR_LIMIT_MASK) |
           (uint32_t)MPU_V8_ATTRIBUTES_MEMORY << MPU_V8_RLAR_ATTRIBUTES_SHIFT | MPU_V8_RLAR_ENABLE;
}

enum error mpu_v8_block_place(struct range free, const struct port_block_request *request,
                              struct port_block *placed)
{
    if (!fits_32(free.end)) {
        return ERROR_NO_MEMORY;
    }
    return block_place_aligned(free, request, MPU_V8_GRANULE_BYTES, placed);
}

enum error mpu_v8_image_encode(uint32_t image[MPU_V8_IMAGE_WORDS], struct range code,
                               const struct port_block *block, size_t app_bytes)
{
    const struct range ram = {block->block.start, block->kernel_start};
    if (code.start >= code.end || !fits_32(code.end) || !is_granular(code.start | code.end) ||
        ram.start >= ram.end || !fits_32(ram.end) || !is_granular(ram.start | ram.end) ||
        app_bytes > range_bytes(ram)) {
        return ERROR_UNREPRESENTABLE;
    }
    image[PAIR_CODE] = (uint32_t)code.start | MPU_V8_RBAR_ACCESS_READ_ONLY;
    image[PAIR_CODE + 1] = limit_word(code.end);
    image[PAIR_RAM] =
        (uint32_t)ram.start | MPU_V8_RBAR_ACCESS_READ_WRITE | MPU_V8_RBAR_EXECUTE_NEVER;
    image[PAIR_RAM + 1] = 0;
    return ERROR_NONE;
}

enum error mpu_v8_image_expose(uint32_t image[MPU_V8_IMAGE_WORDS], uintptr_t app_break,
                               uintptr_t limit, uintptr_t *exposed_end)
{
    const uintptr_t start = image[PAIR_RAM] & MPU_V8_RBAR_BASE_MASK;
    uintptr_t end;
    if (app_break < start || !checked_align_up(app_break, MPU_V8_GRANULE_BYTES, &end) ||
        end > limit || !fits_32(end)) {
        return ERROR_UNREPRESENTABLE;
    }
    // A region holds at least one granule: none is a region that is off.
    image[PAIR_RAM + 1] = end == start ? 0 : limit_word(end);
    *exposed_end = end;
    return ERROR_NONE;
}

bool mpu_v8_image_describe(const uint32_t image[MPU_V8_IMAGE_WORDS], size_t index,
                           struct port_region *region)
{
    for (const uint32_t *pair = image; pair < image + MPU_V8_IMAGE_WORDS; pair += 2) {
        if ((pair[1] & MPU_V8_RLAR_ENABLE) == 0 || index-- != 0) {
            continue;
        }
        region->range.start = pair[0] & MPU_V8_RBAR_BASE_MASK;
        region->range.end = (uintptr_t)(pair[1] & MPU_V8_RLAR_LIMIT_MASK) + MPU_V8_GRANULE_BYTES;
        region->is_executable = (pair[0] & MPU_V8_RBAR_EXECUTE_NEVER) == 0;
        region->is_writable = !region->is_executable;
        return true;
    }
    return false;
}
