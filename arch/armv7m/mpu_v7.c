// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "mpu_v7.h"

#include <lib/checked.h>

// Sizes are powers of two and are kept as exponents here.
enum {
    REGION_EXPONENT_MIN = 8, ///< 256 bytes, the smallest region that has subregions
    REGION_EXPONENT_MAX = 31,
    SUBREGION_EXPONENT = 3, ///< a subregion is an eighth
    GRANULE_EXPONENT = 5,
};
static_assert(1 << REGION_EXPONENT_MIN == MPU_REGION_BYTES_MIN, "");
static_assert(1 << SUBREGION_EXPONENT == MPU_REGION_SUBREGIONS, "");
static_assert(1 << GRANULE_EXPONENT == MPU_GRANULE_BYTES, "");

/// The words of a region without number and rights.
struct region_words {
    uint32_t base;
    uint32_t size; ///< size, disabled subregions and ENABLE as in RASR; 0: not used
};

/**
 * How [start, start + bytes), rounded up to a subregion, is put together. The low region's last
 * subregion is on if the high region is used; the high region's first one is.
 */
struct cover {
    struct region_words low;
    struct region_words high;
    uint32_t covered_bytes; ///< from start to the end of the last subregion that is on
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

/// The smallest region of at least `bytes`; REGION_EXPONENT_MAX + 1 if there is none.
static uint32_t exponent_for(uint32_t bytes)
{
    if (bytes <= MPU_REGION_BYTES_MIN) {
        return REGION_EXPONENT_MIN;
    }
    return 32u - (uint32_t)__builtin_clz(bytes - 1u);
}

/// Subregions of a region of that size that are needed for `bytes`.
static uint32_t subregions_for(uint32_t bytes, uint32_t exponent)
{
    const uint32_t step_exponent = exponent - SUBREGION_EXPONENT;
    return (bytes + (1u << step_exponent) - 1u) >> step_exponent;
}

/// Size, disabled bits and ENABLE for `count` subregions behind those that are skipped. With none
/// on the region is disabled, and its disabled bits still say how many are skipped.
static uint32_t size_word(uint32_t exponent, uint32_t skipped, uint32_t count)
{
    const uint32_t skipped_mask = (1u << skipped) - 1u;
    uint32_t word = (exponent - 1u) << MPU_RASR_SIZE_SHIFT;
    if (count == 0) {
        return word | skipped_mask << MPU_RASR_DISABLED_SHIFT;
    }
    const uint32_t behind_mask = MPU_RASR_DISABLED_MASK & ~((1u << (skipped + count)) - 1u);
    return word | (skipped_mask | behind_mask) << MPU_RASR_DISABLED_SHIFT | MPU_RASR_ENABLE;
}

/// A cover whose low region has that size; the high one is the smallest that is enough.
static bool cover_from(uint32_t start, uint32_t bytes, uint32_t exponent, enum cover_kind kind,
                       struct cover *cover)
{
    const uint32_t step_exponent = exponent - SUBREGION_EXPONENT;
    const uint32_t base = start >> exponent << exponent;
    const uint32_t skipped = (start - base) >> step_exponent;
    const uint32_t capacity_bytes = (MPU_REGION_SUBREGIONS - skipped) << step_exponent;
    uint32_t rest = 0;
    if (bytes > capacity_bytes) {
        rest = bytes - capacity_bytes;
    }
    const uint32_t count = subregions_for(bytes - rest, exponent);
    cover->low = (struct region_words){base, size_word(exponent, skipped, count)};
    cover->high = (struct region_words){0, 0};
    cover->covered_bytes = count << step_exponent;

    if (rest != 0) {
        // No wrap: the caller has checked that start + bytes is an address.
        const uint32_t high_base = start + capacity_bytes;
        const uint32_t high_exponent = exponent_for(rest);
        if (kind == COVER_EXACT_ONE || high_exponent > REGION_EXPONENT_MAX ||
            high_base >> high_exponent << high_exponent != high_base) {
            return false;
        }
        const uint32_t high_count = subregions_for(rest, high_exponent);
        cover->high = (struct region_words){high_base, size_word(high_exponent, 0, high_count)};
        cover->covered_bytes += high_count << (high_exponent - SUBREGION_EXPONENT);
    }
    if (kind == COVER_ROUNDED) {
        return cover->covered_bytes >= bytes; // Not so when it is all addresses: 2 to the 32.
    }
    return cover->covered_bytes == bytes;
}

/**
 * Finds the finest cover of [start, start + bytes).
 *
 * A low region smaller than the alignment of start and than half the range is too small together
 * with the high one, which then cannot be larger; one of more than eight times the alignment of
 * start has no subregion that begins at start. So few sizes are left to be tried.
 *
 * @param bytes  at least 1; start + bytes fits 32 bits.
 */
static bool cover_find(uint32_t start, uint32_t bytes, enum cover_kind kind, struct cover *cover)
{
    uint32_t exponent = exponent_for(kind == COVER_EXACT_ONE ? bytes : bytes / 2u + bytes % 2u);
    const uint32_t alignment = start == 0 ? REGION_EXPONENT_MAX : (uint32_t)__builtin_ctz(start);
    if (alignment < GRANULE_EXPONENT) {
        return false;
    }
    if (exponent > alignment) {
        exponent = alignment < REGION_EXPONENT_MIN ? REGION_EXPONENT_MIN : alignment;
    }
    for (; exponent <= REGION_EXPONENT_MAX && exponent <= alignment + SUBREGION_EXPONENT;
         exponent++) {
        if (cover_from(start, bytes, exponent, kind, cover)) {
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
    struct cover cover UNINITIALISED;
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

    // With two regions of the smallest size that is enough, or of twice that size, every multiple
    // of an eighth is worth a try, and with the double size each one is a start that works.
    const uint32_t exponent = exponent_for(app_bytes / 2u + app_bytes % 2u) - SUBREGION_EXPONENT;
    enum error error = ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < 2; i++) {
        const uintptr_t step = (uintptr_t)1 << (exponent + i);
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

static void region_write(uint32_t image[MPU_V7_IMAGE_WORDS], enum mpu_region region,
                         const struct region_words *words, uint32_t rights)
{
    uint32_t *pair = pair_of(image, region);
    pair[0] = words->base | MPU_RBAR_VALID | (uint32_t)region;
    pair[1] = words->size == 0 ? 0 : words->size | rights;
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

    for (uint32_t i = 0; i < MPU_REGION_PROCESS_COUNT; i++) {
        image[2u * i] = MPU_RBAR_VALID | (MPU_REGION_PROCESS_FIRST + i);
        image[2u * i + 1u] = 0;
    }
    const uint32_t code_rights = MPU_RASR_ACCESS_READ_ONLY | MPU_RASR_MEMORY_FLASH;
    region_write(image, MPU_REGION_IMAGE, &code_cover.low, code_rights);
    region_write(image, MPU_REGION_IMAGE_HIGH, &code_cover.high, code_rights);
    const uint32_t ram_rights =
        MPU_RASR_ACCESS_READ_WRITE | MPU_RASR_EXECUTE_NEVER | MPU_RASR_MEMORY_RAM;
    region_write(image, MPU_REGION_RAM_LOW, &ram_cover.low, ram_rights);
    region_write(image, MPU_REGION_RAM_HIGH, &ram_cover.high, ram_rights);
    uintptr_t exposed_end;
    return mpu_v7_image_expose(image, block->block.start, block->block.start, &exposed_end);
}

/// What is the processor's own: the aliases of single bits of RAM and devices, system control.
/// Source: Armv7-M ARM (DDI 0403E.e) B3.1 (address map); Cortex-M4 manual (DDI 0439), bit-banding.
static const struct {
    uint32_t start;
    uint32_t last;
} own_places[] = {
    {0x22000000, 0x23FFFFFF},
    {0x42000000, 0x43FFFFFF},
    {0xE0000000, 0xFFFFFFFF},
};

static bool is_own_place(uint32_t start, uint32_t bytes)
{
    for (size_t i = 0; i < sizeof own_places / sizeof own_places[0]; i++) {
        if (start <= own_places[i].last && start + (bytes - 1u) >= own_places[i].start) {
            return true;
        }
    }
    return false;
}

static uint32_t rights_encode(uint32_t rights)
{
    uint32_t word =
        (rights & PORT_MAP_WRITE) != 0 ? MPU_RASR_ACCESS_READ_WRITE : MPU_RASR_ACCESS_READ_ONLY;
    word |= (rights & PORT_MAP_EXECUTE) != 0 ? 0 : MPU_RASR_EXECUTE_NEVER;
    return word | ((rights & PORT_MAP_DEVICE) != 0 ? MPU_RASR_MEMORY_DEVICE : MPU_RASR_MEMORY_RAM);
}

/// The first region from `first` on that a map can have; MPU_REGION_GUARD: there is none.
static enum mpu_region spare_region(uint32_t image[MPU_V7_IMAGE_WORDS], uint32_t first)
{
    while (first < MPU_REGION_GUARD && pair_of(image, (enum mpu_region)first)[1] != 0) {
        first++;
    }
    return (enum mpu_region)first;
}

enum error mpu_v7_image_map(uint32_t image[MPU_V7_IMAGE_WORDS], struct range range, uint32_t rights)
{
    const uint32_t writable_code = PORT_MAP_WRITE | PORT_MAP_EXECUTE;
    if (range.start >= range.end || (rights & writable_code) == writable_code) {
        return ERROR_INVALID;
    }
    if (!fits_32(range.end)) {
        return ERROR_UNREPRESENTABLE;
    }
    struct cover cover;
    const uint32_t start = (uint32_t)range.start;
    const uint32_t bytes = (uint32_t)range_bytes(range);
    if (is_own_place(start, bytes)) {
        return ERROR_INVALID;
    }
    if (!cover_find(start, bytes, COVER_EXACT_ONE, &cover) &&
        !cover_find(start, bytes, COVER_EXACT, &cover)) {
        return ERROR_UNREPRESENTABLE;
    }
    const enum mpu_region low = spare_region(image, MPU_REGION_IMAGE_HIGH);
    enum mpu_region last = low;
    if (cover.high.size != 0) {
        last = low == MPU_REGION_GUARD ? low : spare_region(image, low + 1u);
    }
    if (last == MPU_REGION_GUARD) {
        return ERROR_UNREPRESENTABLE;
    }
    region_write(image, low, &cover.low, rights_encode(rights));
    if (last != low) {
        region_write(image, last, &cover.high, rights_encode(rights));
    }
    return ERROR_NONE;
}

/// What the words of a region say.
struct region_state {
    uintptr_t base;
    uint32_t exponent;
    uint32_t skipped;
    uint32_t disabled;
};

static struct region_state region_read(const uint32_t pair[2])
{
    const uint32_t disabled = (pair[1] >> MPU_RASR_DISABLED_SHIFT) & MPU_RASR_DISABLED_MASK;
    return (struct region_state){
        .base = pair[0] & MPU_RBAR_BASE_MASK,
        .exponent = ((pair[1] >> MPU_RASR_SIZE_SHIFT) & MPU_RASR_SIZE_MASK) + 1u,
        .skipped = (uint32_t)__builtin_ctz(~disabled),
        .disabled = disabled,
    };
}

/// Turns on `count` subregions.
static void region_expose(uint32_t pair[2], const struct region_state *region, uint32_t count)
{
    const uint32_t keep = 0xFFFF0000u;
    pair[1] = (pair[1] & keep) | size_word(region->exponent, region->skipped, count);
}

enum error mpu_v7_image_expose(uint32_t image[MPU_V7_IMAGE_WORDS], uintptr_t app_break,
                               uintptr_t limit, uintptr_t *exposed_end)
{
    uint32_t *low_pair = pair_of(image, MPU_REGION_RAM_LOW);
    uint32_t *high_pair = pair_of(image, MPU_REGION_RAM_HIGH);
    const struct region_state low = region_read(low_pair);
    const struct region_state high = region_read(high_pair);
    if (low_pair[1] == 0) {
        return ERROR_UNREPRESENTABLE;
    }
    const uint32_t low_step_exponent = low.exponent - SUBREGION_EXPONENT;
    const uintptr_t start = low.base + ((uintptr_t)low.skipped << low_step_exponent);
    if (app_break < start || limit < app_break || !fits_32(limit)) {
        return ERROR_UNREPRESENTABLE;
    }

    const uint32_t bytes = (uint32_t)(app_break - start);
    const uint32_t low_capacity = MPU_REGION_SUBREGIONS - low.skipped;
    uint32_t low_count = subregions_for(bytes, low.exponent);
    uint32_t exposed_bytes = low_count << low_step_exponent;
    uint32_t high_count = 0;
    if (low_count > low_capacity) {
        if (high_pair[1] == 0) {
            return ERROR_UNREPRESENTABLE;
        }
        low_count = low_capacity;
        exposed_bytes = low_capacity << low_step_exponent;
        high_count = subregions_for(bytes - exposed_bytes, high.exponent);
        if (high_count > MPU_REGION_SUBREGIONS) {
            return ERROR_UNREPRESENTABLE;
        }
        exposed_bytes += high_count << (high.exponent - SUBREGION_EXPONENT);
    }
    // Sizes are compared, not ends: the last subregion may end where the addresses do.
    if (exposed_bytes < bytes || exposed_bytes > limit - start) {
        return ERROR_UNREPRESENTABLE;
    }

    region_expose(low_pair, &low, low_count);
    if (high_pair[1] != 0) {
        region_expose(high_pair, &high, high_count);
    }
    *exposed_end = start + exposed_bytes;
    return ERROR_NONE;
}

bool mpu_v7_image_describe(const uint32_t image[MPU_V7_IMAGE_WORDS], size_t index,
                           struct port_region *region)
{
    for (const uint32_t *pair = image; pair < image + MPU_V7_IMAGE_WORDS; pair += 2) {
        if ((pair[1] & MPU_RASR_ENABLE) == 0 || index-- != 0) {
            continue;
        }
        const struct region_state state = region_read(pair);
        // Nothing is on behind the last subregion.
        const uint32_t behind = (state.disabled | 1u << MPU_REGION_SUBREGIONS) >> state.skipped;
        const uint32_t count = (uint32_t)__builtin_ctz(behind);
        const uint32_t step_exponent = state.exponent - SUBREGION_EXPONENT;
        region->range.start = state.base + ((uintptr_t)state.skipped << step_exponent);
        region->range.end = region->range.start + ((uintptr_t)count << step_exponent);
        region->is_executable = (pair[1] & MPU_RASR_EXECUTE_NEVER) == 0;
        region->is_writable = (pair[1] & MPU_RASR_ACCESS_MASK) == MPU_RASR_ACCESS_READ_WRITE;
        return true;
    }
    return false;
}
