// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "unit.h"

#include <stdlib.h>

#include <abi/system.h>

#include "mpu_v7.h"
#include "mpu_v8.h"
#include "pmp.h"

static_assert((int)SYSTEM_MAP_WRITE == (int)PORT_MAP_WRITE &&
                  (int)SYSTEM_MAP_EXECUTE == (int)PORT_MAP_EXECUTE &&
                  (int)SYSTEM_MAP_DEVICE == (int)PORT_MAP_DEVICE,
              "the bits of a description are the port's");

enum {
    PMP_FIRST = 1, ///< entry 0 guards the kernel stack
    PMP_GRANULE_BYTES = 4,
    PMP_NATURAL_BYTES_MIN = 8,
    ENTRIES_ROOMY = 7,
    BLOCK_BYTES = 512, ///< of a program that exists for comparison only
    WORDS_HALF = sizeof((struct unit_program *)NULL)->words.half / sizeof(uint32_t),
    WORDS_WHOLE = sizeof((struct unit_program *)NULL)->words.whole / sizeof(uintptr_t),
};
static_assert((int)MPU_V7_IMAGE_WORDS <= (int)WORDS_HALF &&
                  2 * (int)UNIT_ENTRIES_MAX <= (int)WORDS_HALF &&
                  (int)PMP_IMAGE_WORDS_MAX <= (int)WORDS_WHOLE,
              "every unit has room");

/// Places where no board has memory, all of which every unit can cover.
static const struct address_range some_image = {0x60000000, 0x1000};
static const uint64_t some_block_base = 0x60010000;
static const struct address_range some_map = {0x60020000, 0x1000};

static struct range plain_range(struct address_range range)
{
    return (struct range){range.base, range.base + range.length_bytes};
}

static struct pmp_unit hart_of(const struct board *board)
{
    return (struct pmp_unit){
        .first = PMP_FIRST,
        .count = (uint8_t)board->unit_entries,
        .granule_bytes = PMP_GRANULE_BYTES,
    };
}

/// The smallest range that any entry can cover.
static uint64_t granule_bytes(const struct board *board)
{
    return board->unit == UNIT_PMP ? PMP_GRANULE_BYTES : MPU_GRANULE_BYTES;
}

static uint64_t round_up(uint64_t value, uint64_t step)
{
    return (value + step - 1) / step * step;
}

uint64_t unit_alignment(const struct board *board, uint64_t bytes)
{
    uint64_t alignment = board->unit == UNIT_PMP ? PMP_NATURAL_BYTES_MIN : MPU_GRANULE_BYTES;
    while (board->unit != UNIT_ARMV8M && alignment < bytes) {
        alignment *= 2;
    }
    return alignment;
}

bool unit_range_find(const struct board *board, uint64_t base, uint64_t bytes, uint64_t entries,
                     struct address_range *range)
{
    // Whatever a unit covers is a multiple of a power of two.
    for (uint64_t step = granule_bytes(board); step <= unit_alignment(board, bytes); step *= 2) {
        const struct address_range tried = {base, round_up(bytes, step)};
        if (unit_range_entries(board, tried) == entries) {
            *range = tried;
            return true;
        }
    }
    return false;
}

uint64_t unit_range_entries(const struct board *board, struct address_range range)
{
    // Also where the programs of a board have not as many.
    const struct board roomy = {.unit = board->unit, .unit_entries = ENTRIES_ROOMY};
    struct unit_program program = unit_program_least(&roomy);
    const uint64_t before = unit_entries_left(&program);
    return unit_map_add(&program, range, 0) ? before - unit_entries_left(&program) : 0;
}

bool unit_block_find(const struct board *board, uint64_t base, uint64_t program_bytes,
                     uint64_t kernel_bytes, struct unit_block *block)
{
    const struct range free = {base, UINT32_MAX};
    const struct port_block_request request = {
        .app_bytes = program_bytes,
        .kernel_bytes = kernel_bytes,
        .is_fixed = true,
        .fixed_start = base,
    };
    const struct pmp_unit hart = hart_of(board);
    struct port_block placed;
    enum error error = ERROR_UNREPRESENTABLE;
    switch (board->unit) {
    case UNIT_ARMV7M:
        error = mpu_v7_block_place(free, &request, &placed);
        break;
    case UNIT_ARMV8M:
        error = mpu_v8_block_place(free, &request, &placed);
        break;
    case UNIT_PMP:
        error = pmp_block_place(&hart, free, &request, &placed);
        break;
    }
    if (error != ERROR_NONE) {
        return false;
    }
    *block = (struct unit_block){
        .all = {placed.block.start, range_bytes(placed.block)},
        .program_end = placed.kernel_start,
    };
    return true;
}

bool unit_program_make(const struct board *board, struct address_range image,
                       const struct unit_block *block, uint64_t program_bytes,
                       struct unit_program *program)
{
    const struct port_block placed = {
        .block = plain_range(block->all),
        .kernel_start = block->program_end,
    };
    const struct range code = plain_range(image);
    const struct pmp_unit hart = hart_of(board);
    *program = (struct unit_program){.board = board};
    switch (board->unit) {
    case UNIT_ARMV7M:
        return mpu_v7_image_encode(program->words.half, code, &placed, program_bytes) == ERROR_NONE;
    case UNIT_ARMV8M:
        return mpu_v8_image_encode(program->words.half, (uint32_t)board->unit_entries, code,
                                   &placed, program_bytes) == ERROR_NONE;
    case UNIT_PMP:
        return pmp_image_encode(&hart, program->words.whole, code, &placed, program_bytes) ==
               ERROR_NONE;
    }
    return false;
}

struct unit_program unit_program_least(const struct board *board)
{
    struct unit_block block;
    struct unit_program program = {.board = board};
    if (!unit_block_find(board, some_block_base, BLOCK_BYTES, BLOCK_BYTES, &block) ||
        !unit_program_make(board, some_image, &block, BLOCK_BYTES, &program)) {
        abort(); // The board has been checked: entries for this are the least that it can have.
    }
    return program;
}

bool unit_map_add(struct unit_program *program, struct address_range range, uint32_t flags)
{
    const struct board *board = program->board;
    const struct range plain = plain_range(range);
    const struct pmp_unit hart = hart_of(board);
    switch (board->unit) {
    case UNIT_ARMV7M:
        return mpu_v7_image_map(program->words.half, plain, flags) == ERROR_NONE;
    case UNIT_ARMV8M:
        return mpu_v8_image_map(program->words.half, (uint32_t)board->unit_entries, plain, flags) ==
               ERROR_NONE;
    case UNIT_PMP:
        return pmp_image_map(&hart, program->words.whole, plain, flags) == ERROR_NONE;
    }
    return false;
}

uint64_t unit_entries_left(const struct unit_program *program)
{
    // As many as maps of one entry can be added.
    struct unit_program full = *program;
    uint64_t count = 0;
    while (unit_map_add(&full, some_map, 0)) {
        count++;
    }
    return count;
}
