// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "mpu_v7.h"

#include <lib/checked.h>

/// One of the (at most) two regions of a cover. bytes 0: not used.
struct part {
    uint32_t base;
    uint32_t bytes;   ///< a power of two, at least MPU_REGION_BYTES_MIN; base is a multiple of it
    uint32_t skipped; ///< subregions at its start that stay off
    uint32_t wanted;  ///< subregions behind them that the whole range needs
};

/**
 * How [start, start + bytes), rounded up to a subregion, is put together.
 * Invariant: low is used; its last subregion is wanted if high is used; high skips nothing.
 */
struct cover {
    struct part low;
    struct part high;
    uint32_t covered_bytes; ///< from start to the end of the last wanted subregion
};

/// What a cover may look like.
enum cover_kind {
    COVER_ROUNDED,   ///< may end up to one subregion behind the range
    COVER_EXACT,     ///< must end with the range
    COVER_EXACT_ONE, ///< likewise, and with one region
};

static bool fits_32(uintptr_t value)
{
    return (uintptr_t)(uint32_t)value == value;
}

static uint32_t lowest_bit(uint32_t value)
{
    return value & (0u - value);
}

static uint32_t eighth(uint32_t region_bytes)
{
    return region_bytes / MPU_REGION_SUBREGIONS;
}

static uint32_t divide_up(uint32_t bytes, uint32_t power_of_two)
{
    return bytes / power_of_two + (bytes % power_of_two != 0 ? 1u : 0u);
}

/// Smallest region of at least `bytes`. False: more than half of the address space.
static bool region_bytes_for(uint32_t bytes, uint32_t *region_bytes)
{
    if (bytes > 0x80000000u) {
        return false;
    }
    *region_bytes = MPU_REGION_BYTES_MIN;
    if (bytes > MPU_REGION_BYTES_MIN) {
        *region_bytes = 1u << (32u - (uint32_t)__builtin_clz(bytes - 1u));
    }
    return true;
}

/// A cover whose first region has `low_bytes`; the second one is the smallest that is enough.
static bool cover_from(uint32_t start, uint32_t bytes, uint32_t low_bytes, enum cover_kind kind,
                       struct cover *cover)
{
    const uint32_t base = start & ~(low_bytes - 1u);
    const uint32_t skipped_bytes = start - base;
    if (skipped_bytes % eighth(low_bytes) != 0) {
        return false;
    }

    const uint32_t low_capacity = low_bytes - skipped_bytes;
    const uint32_t low_wanted = bytes < low_capacity ? bytes : low_capacity;
    const uint32_t rest = bytes - low_wanted;
    cover->low = (struct part){
        .base = base,
        .bytes = low_bytes,
        .skipped = skipped_bytes / eighth(low_bytes),
        .wanted = divide_up(low_wanted, eighth(low_bytes)),
    };
    cover->high = (struct part){0};
    cover->covered_bytes = cover->low.wanted * eighth(low_bytes);

    if (rest != 0) {
        // No wrap: the caller has checked that start + bytes is an address.
        const uint32_t high_base = start + low_capacity;
        uint32_t high_bytes;
        if (kind == COVER_EXACT_ONE || !region_bytes_for(rest, &high_bytes) ||
            high_base % high_bytes != 0) {
            return false;
        }
        cover->high = (struct part){
            .base = high_base,
            .bytes = high_bytes,
            .wanted = divide_up(rest, eighth(high_bytes)),
        };
        cover->covered_bytes += cover->high.wanted * eighth(high_bytes);
    }
    if (cover->covered_bytes < bytes) {
        return false; // All addresses there are: 2 to the 32 does not fit.
    }
    return kind == COVER_ROUNDED || cover->covered_bytes == bytes;
}

/**
 * Finds the finest cover of [start, start + bytes).
 *
 * A first region smaller than the alignment of start and than half the range is too small together
 * with the second one, which then cannot be larger; one of more than eight times the alignment of
 * start has no subregion that begins at start. So few sizes are left to be tried.
 *
 * @param bytes  at least 1; start + bytes fits 32 bits.
 */
static bool cover_find(uint32_t start, uint32_t bytes, enum cover_kind kind, struct cover *cover)
{
    uint32_t low_bytes;
    const uint32_t enough = kind == COVER_EXACT_ONE ? bytes : divide_up(bytes, 2);
    const uint32_t alignment = start == 0 ? 0x80000000u : lowest_bit(start);
    if (alignment < MPU_GRANULE_BYTES) {
        return false;
    }
    if (!region_bytes_for(enough, &low_bytes)) {
        return false;
    }
    if (alignment < low_bytes) {
        low_bytes = alignment < MPU_REGION_BYTES_MIN ? MPU_REGION_BYTES_MIN : alignment;
    }
    for (; low_bytes != 0 && eighth(low_bytes) <= alignment; low_bytes *= 2u) {
        if (cover_from(start, bytes, low_bytes, kind, cover)) {
            return true;
        }
    }
    return false;
}

// ---------------------------------------------------------------------------------------------
// Blocks

/// The block at `start`. ERROR_NO_MEMORY: it would end behind `end`.
static enum error block_at(uint32_t start, uint32_t end, uint32_t app_bytes, size_t kernel_bytes,
                           struct port_block *placed)
{
    struct cover cover;
    if (start > end || app_bytes > end - start) {
        return ERROR_NO_MEMORY;
    }
    if (!cover_find(start, app_bytes, COVER_ROUNDED, &cover)) {
        return ERROR_UNREPRESENTABLE;
    }
    uintptr_t kernel_rounded;
    if (cover.covered_bytes > end - start ||
        !checked_align_up(kernel_bytes, MPU_GRANULE_BYTES, &kernel_rounded) ||
        kernel_rounded > end - start - cover.covered_bytes) {
        return ERROR_NO_MEMORY;
    }
    placed->block.start = start;
    placed->kernel_start = start + cover.covered_bytes;
    placed->block.end = placed->kernel_start + kernel_rounded;
    return ERROR_NONE;
}

/// Programs of no bytes get one granule, so that every block has an application part.
static bool app_bytes_bounded(size_t app_bytes, uint32_t *bounded)
{
    *bounded = app_bytes < MPU_GRANULE_BYTES ? MPU_GRANULE_BYTES : (uint32_t)app_bytes;
    return fits_32(app_bytes);
}

enum error mpu_v7_block_place(struct range free, const struct port_block_request *request,
                              struct port_block *placed)
{
    uint32_t app_bytes;
    if (!fits_32(free.start) || !fits_32(free.end) ||
        !app_bytes_bounded(request->app_bytes, &app_bytes)) {
        return ERROR_NO_MEMORY;
    }
    const uint32_t end = (uint32_t)free.end;
    if (request->is_fixed) {
        if (request->fixed_start < free.start || request->fixed_start > free.end) {
            return ERROR_NO_MEMORY;
        }
        return block_at((uint32_t)request->fixed_start, end, app_bytes, request->kernel_bytes,
                        placed);
    }

    // With two regions of the smallest size that is enough, or of twice that size, every multiple of
    // an eighth is worth a try, and with the double size each one is a start that works.
    uint32_t region_bytes;
    if (!region_bytes_for(divide_up(app_bytes, 2), &region_bytes)) {
        return ERROR_NO_MEMORY;
    }
    enum error error = ERROR_NO_MEMORY;
    for (uint32_t step = eighth(region_bytes); step <= 2u * eighth(region_bytes); step *= 2u) {
        uintptr_t start;
        struct port_block block;
        if (checked_align_up(free.start, step, &start) && fits_32(start) &&
            block_at((uint32_t)start, end, app_bytes, request->kernel_bytes, &block) ==
                ERROR_NONE &&
            (error != ERROR_NONE || block.block.end < placed->block.end)) {
            *placed = block;
            error = ERROR_NONE;
        }
    }
    return error;
}

// ---------------------------------------------------------------------------------------------
// Images

static uint32_t *pair_of(uint32_t image[MPU_V7_IMAGE_WORDS], enum mpu_region region)
{
    return &image[2u * ((uint32_t)region - MPU_REGION_PROCESS_FIRST)];
}

static void part_write(uint32_t image[MPU_V7_IMAGE_WORDS], enum mpu_region region,
                       const struct part *part, uint32_t rights)
{
    const uint32_t size = (uint32_t)__builtin_ctz(part->bytes) - 1u;
    uint32_t *pair = pair_of(image, region);
    pair[0] = part->base | MPU_RBAR_VALID | (uint32_t)region;
    pair[1] = rights | (size << MPU_RASR_SIZE_SHIFT);
}

/// Turns on `count` subregions behind those that are skipped. With none the region is disabled.
static void part_enable(uint32_t *pair, uint32_t skipped, uint32_t count)
{
    const uint32_t on = ((1u << count) - 1u) << skipped;
    const uint32_t off = count == 0 ? (1u << skipped) - 1u : ~on & MPU_RASR_DISABLED_MASK;
    pair[1] &= ~((MPU_RASR_DISABLED_MASK << MPU_RASR_DISABLED_SHIFT) | MPU_RASR_ENABLE);
    pair[1] |= (off << MPU_RASR_DISABLED_SHIFT) | (count == 0 ? 0u : MPU_RASR_ENABLE);
}

static void image_disable(uint32_t image[MPU_V7_IMAGE_WORDS])
{
    for (uint32_t i = 0; i < MPU_REGION_PROCESS_COUNT; i++) {
        image[2u * i] = MPU_RBAR_VALID | (MPU_REGION_PROCESS_FIRST + i);
        image[2u * i + 1u] = 0;
    }
}

enum error mpu_v7_image_encode(uint32_t image[MPU_V7_IMAGE_WORDS], struct range code,
                               const struct port_block *block, size_t app_bytes)
{
    struct cover code_cover;
    struct cover ram_cover;
    uint32_t bytes;
    if (!fits_32(code.end) || code.start >= code.end || !fits_32(block->block.end) ||
        !app_bytes_bounded(app_bytes, &bytes) || block->block.start > block->kernel_start ||
        block->kernel_start > block->block.end ||
        bytes > block->kernel_start - block->block.start) {
        return ERROR_UNREPRESENTABLE;
    }
    const uint32_t code_start = (uint32_t)code.start;
    const uint32_t code_bytes = (uint32_t)range_bytes(code);
    if (!cover_find(code_start, code_bytes, COVER_EXACT_ONE, &code_cover) &&
        !cover_find(code_start, code_bytes, COVER_EXACT, &code_cover)) {
        return ERROR_UNREPRESENTABLE;
    }
    if (!cover_find((uint32_t)block->block.start, bytes, COVER_ROUNDED, &ram_cover) ||
        block->block.start + ram_cover.covered_bytes != block->kernel_start) {
        return ERROR_UNREPRESENTABLE;
    }

    image_disable(image);
    const uint32_t code_rights = MPU_RASR_ACCESS_READ_ONLY | MPU_RASR_MEMORY_FLASH;
    part_write(image, MPU_REGION_IMAGE, &code_cover.low, code_rights);
    part_enable(pair_of(image, MPU_REGION_IMAGE), code_cover.low.skipped, code_cover.low.wanted);
    if (code_cover.high.bytes != 0) {
        part_write(image, MPU_REGION_IMAGE_HIGH, &code_cover.high, code_rights);
        part_enable(pair_of(image, MPU_REGION_IMAGE_HIGH), 0, code_cover.high.wanted);
    }

    const uint32_t ram_rights =
        MPU_RASR_ACCESS_READ_WRITE | MPU_RASR_EXECUTE_NEVER | MPU_RASR_MEMORY_RAM;
    part_write(image, MPU_REGION_RAM_LOW, &ram_cover.low, ram_rights);
    part_enable(pair_of(image, MPU_REGION_RAM_LOW), ram_cover.low.skipped, 0);
    if (ram_cover.high.bytes != 0) {
        part_write(image, MPU_REGION_RAM_HIGH, &ram_cover.high, ram_rights);
    }
    return ERROR_NONE;
}

/// Bytes of a region as its words say; 0 if it was never written.
static uint32_t pair_bytes(const uint32_t *pair)
{
    const uint32_t size = (pair[1] >> MPU_RASR_SIZE_SHIFT) & MPU_RASR_SIZE_MASK;
    return size == 0 ? 0 : 2u << size;
}

static uint32_t pair_disabled(const uint32_t *pair)
{
    return (pair[1] >> MPU_RASR_DISABLED_SHIFT) & MPU_RASR_DISABLED_MASK;
}

/// Number of ones from bit 0 up; the mask has a zero.
static uint32_t mask_skipped(uint32_t disabled)
{
    return (uint32_t)__builtin_ctz(~disabled);
}

enum error mpu_v7_image_expose(uint32_t image[MPU_V7_IMAGE_WORDS], uintptr_t app_break,
                               uintptr_t limit, uintptr_t *exposed_end)
{
    uint32_t *low = pair_of(image, MPU_REGION_RAM_LOW);
    uint32_t *high = pair_of(image, MPU_REGION_RAM_HIGH);
    const uint32_t low_step = eighth(pair_bytes(low));
    const uint32_t high_step = eighth(pair_bytes(high));
    const uint32_t skipped = mask_skipped(pair_disabled(low));
    const uintptr_t start = (low[0] & MPU_RBAR_BASE_MASK) + skipped * low_step;
    if (low_step == 0 || app_break < start || limit < app_break || !fits_32(limit)) {
        return ERROR_UNREPRESENTABLE;
    }

    const uint32_t bytes = (uint32_t)(app_break - start);
    uint32_t low_count = divide_up(bytes, low_step);
    uint32_t high_count = 0;
    if (low_count > MPU_REGION_SUBREGIONS - skipped) {
        low_count = MPU_REGION_SUBREGIONS - skipped;
        if (high_step == 0) {
            return ERROR_UNREPRESENTABLE;
        }
        high_count = divide_up(bytes - low_count * low_step, high_step);
        if (high_count > MPU_REGION_SUBREGIONS) {
            return ERROR_UNREPRESENTABLE;
        }
    }
    // Sizes are compared, not ends: the end of the last subregion may be the end of the addresses.
    const uint64_t exposed_bytes =
        (uint64_t)low_count * low_step + (uint64_t)high_count * high_step;
    if (exposed_bytes > limit - start) {
        return ERROR_UNREPRESENTABLE;
    }

    part_enable(low, skipped, low_count);
    part_enable(high, 0, high_count);
    *exposed_end = start + (uintptr_t)exposed_bytes;
    return ERROR_NONE;
}

bool mpu_v7_image_describe(const uint32_t image[MPU_V7_IMAGE_WORDS], size_t index,
                           struct port_region *region)
{
    size_t seen = 0;
    for (uint32_t i = 0; i < MPU_REGION_PROCESS_COUNT; i++) {
        const uint32_t *pair = &image[2u * i];
        if ((pair[1] & MPU_RASR_ENABLE) == 0 || seen++ != index) {
            continue;
        }
        const uint32_t disabled = pair_disabled(pair);
        const uint32_t first = mask_skipped(disabled);
        // Nothing is on behind the last subregion.
        const uint32_t behind = (disabled | 1u << MPU_REGION_SUBREGIONS) >> first;
        const uint32_t count = (uint32_t)__builtin_ctz(behind);
        const uintptr_t start = (pair[0] & MPU_RBAR_BASE_MASK) + first * eighth(pair_bytes(pair));
        region->range.start = start;
        region->range.end = start + count * eighth(pair_bytes(pair));
        region->is_executable = (pair[1] & MPU_RASR_EXECUTE_NEVER) == 0;
        region->is_writable = (pair[1] & (7u << 24)) == MPU_RASR_ACCESS_READ_WRITE;
        return true;
    }
    return false;
}
