// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "exactness.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <lib/range.h>
#include <string.h>

static uint64_t round_up(uint64_t value, uint64_t step)
{
    return (value + step - 1) / step * step;
}

struct range exact_code(const struct exact_unit *unit)
{
    return (struct range){unit->code_start, unit->code_start + 0x1000};
}

// ---------------------------------------------------------------------------------------------
// What the hardware allows

static void address_check(const struct exact_subject *subject, uint64_t address)
{
    const struct exact_unit *unit = subject->unit;
    const bool is_code = address >= subject->code.start && address < subject->code.end;
    const bool is_ram = address >= subject->block.block.start && address < subject->exposed_end;
    const bool may_read = unit->model_allows(address, MODEL_READ);
    const bool may_write = unit->model_allows(address, MODEL_WRITE);
    const bool may_execute = unit->model_allows(address, MODEL_EXECUTE);
    if (may_read != (is_code || is_ram) || may_write != is_ram || may_execute != is_code) {
        fail_msg("%s: address %#llx: code %#zx..%#zx, block %#zx..%#zx, exposed to %#zx: r%d w%d "
                 "x%d",
                 unit->name, (unsigned long long)address, subject->code.start, subject->code.end,
                 subject->block.block.start, subject->block.block.end, subject->exposed_end,
                 may_read, may_write, may_execute);
    }
}

static void subject_load(struct exact_subject *subject)
{
    subject->unit->model_open(subject->unit);
    const char *complaint = subject->unit->model_load(subject->unit, subject->image);
    if (complaint != NULL) {
        fail_msg("%s: %s", subject->unit->name, complaint);
    }
}

/// Every address nearer to an edge than `distance`.
static void edge_check(const struct exact_subject *subject, uint64_t edge, uint64_t distance)
{
    for (uint64_t address = edge < distance ? 0 : edge - distance; address < edge + distance;
         address++) {
        address_check(subject, address);
    }
}

void exact_check(struct exact_subject *subject)
{
    subject_load(subject);
    const struct range block = subject->block.block;
    const uint64_t near = subject->unit->granule_bytes < 64 ? subject->unit->granule_bytes + 8 : 8;
    const uint64_t edges[] = {subject->code.start,  subject->code.end,
                              block.start,          block.end,
                              subject->exposed_end, subject->block.kernel_start};
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        edge_check(subject, edges[i], near);
    }
    static const uint64_t others[] = {0,          0x20000000, 0x40000000,
                                      0x80000000, 0xE000E000, UINT32_MAX};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        edge_check(subject, others[i], 3);
    }
    // Multiples of powers of two around the bounds: where a size or a mask would be wrong.
    for (uint64_t step = 4; step <= 0x40000000; step *= 2) {
        const uint64_t bounds[] = {block.start, subject->exposed_end, subject->code.start,
                                   subject->code.end};
        for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
            const uint64_t below = bounds[i] & ~(step - 1);
            edge_check(subject, below, 1);
            edge_check(subject, below + step, 1);
        }
    }
}

/// Every address from well before to well behind a small subject's parts.
static void every_address_check(struct exact_subject *subject)
{
    subject_load(subject);
    const uint64_t margin = 72;
    for (uint64_t address = subject->block.block.start - margin;
         address < subject->block.block.end + margin; address++) {
        address_check(subject, address);
    }
    for (uint64_t address = subject->code.start < margin ? 0 : subject->code.start - margin;
         address < subject->code.end + margin; address++) {
        address_check(subject, address);
    }
}

// ---------------------------------------------------------------------------------------------
// Subjects

static void block_check(const struct exact_unit *unit, struct range free,
                        const struct port_block_request *request, const struct port_block *placed)
{
    const uint64_t step = unit->alignment_bytes;
    const size_t app_bytes = request->app_bytes == 0 ? 1 : request->app_bytes;
    const uintptr_t start = request->is_fixed ? request->fixed_start : free.start;
    assert_int_equal(placed->block.start, round_up(start, step));
    assert_int_equal(placed->kernel_start, round_up(placed->block.start + app_bytes, step));
    assert_int_equal(placed->block.end,
                     round_up(placed->kernel_start + request->kernel_bytes, step));
    assert_true(range_contains(free, placed->block));
}

static void subject_encode(struct exact_subject *subject)
{
    memset(subject->image, 0xA5, sizeof subject->image);
    assert_int_equal(subject->unit->encode(subject->unit, subject->image, subject->code,
                                           &subject->block, subject->app_bytes),
                     ERROR_NONE);
    subject->exposed_end = subject->block.block.start;
}

struct exact_subject exact_subject(const struct exact_unit *unit, struct range code,
                                   uintptr_t start, size_t app_bytes, size_t kernel_bytes)
{
    struct exact_subject subject = {.unit = unit, .code = code, .app_bytes = app_bytes};
    const struct range free = {start, unit->memory_end};
    const struct port_block_request request = {.app_bytes = app_bytes,
                                               .kernel_bytes = kernel_bytes};
    assert_int_equal(unit->place(unit, free, &request, &subject.block), ERROR_NONE);
    block_check(unit, free, &request, &subject.block);
    subject_encode(&subject);
    return subject;
}

void exact_expose(struct exact_subject *subject, uintptr_t app_break)
{
    assert_int_equal(subject->unit->expose(subject->unit, subject->image, app_break,
                                           subject->block.kernel_start, &subject->exposed_end),
                     ERROR_NONE);
    assert_int_equal(subject->exposed_end, round_up(app_break, subject->unit->granule_bytes));
}

// ---------------------------------------------------------------------------------------------
// Blocks and breaks

/// Whole granules, of any number, at any of them.
static struct range random_code(const struct exact_unit *unit, struct random *random)
{
    const uint32_t granules = 0x80000 / unit->granule_bytes;
    const uint32_t first = random_below(random, granules);
    uint32_t count = 1 + random_below(random, 1u << random_below(random, 16)) % granules;
    if (random_once_in(random, 3)) {
        count = 1u << random_below(random, 12);
        if (count > granules) {
            count = granules;
        }
    }
    const uintptr_t start = unit->code_start + (uintptr_t)first * unit->granule_bytes;
    return (struct range){start, start + (uintptr_t)count * unit->granule_bytes};
}

static void random_breaks(struct random *random, struct exact_subject *subject)
{
    const struct exact_unit *unit = subject->unit;
    const struct range block = subject->block.block;
    for (int i = 0; i < 6; i++) {
        const uint32_t span = (uint32_t)(subject->block.kernel_start - block.start);
        const uintptr_t app_break = block.start + random_below(random, span + 1);
        uintptr_t limit = random_once_in(random, 2) ? subject->block.kernel_start
                                                    : app_break + random_below(random, 100);
        if (limit > block.end) {
            limit = block.end;
        }
        uint8_t before[EXACT_IMAGE_BYTES_MAX];
        memcpy(before, subject->image, sizeof before);
        const uint64_t wanted = round_up(app_break, unit->granule_bytes);
        uintptr_t exposed_end = 0;
        const enum error error = unit->expose(unit, subject->image, app_break, limit, &exposed_end);
        if (wanted <= limit) {
            assert_int_equal(error, ERROR_NONE);
            assert_int_equal(exposed_end, wanted);
            subject->exposed_end = exposed_end;
        } else {
            assert_int_equal(error, ERROR_UNREPRESENTABLE);
            assert_int_equal(exposed_end, 0);
            assert_memory_equal(before, subject->image, sizeof before);
        }
        exact_check(subject);
    }
}

void exact_random_blocks_and_breaks(const struct exact_unit *unit, struct random *random,
                                    unsigned rounds)
{
    unsigned placed_count = 0;
    for (unsigned round = 0; round < rounds; round++) {
        struct exact_subject subject = {.unit = unit, .code = random_code(unit, random)};
        const struct range free = {unit->memory_start + random_below(random, 100000),
                                   unit->memory_start + 0x40000 + random_below(random, 0x100000)};
        struct port_block_request request = {.app_bytes = random_size(random),
                                             .kernel_bytes = random_below(random, 3000)};
        if (random_once_in(random, 3)) {
            request.is_fixed = true;
            request.fixed_start = unit->memory_start + random_below(random, 0x10000) * 4u;
        }
        subject.app_bytes = request.app_bytes;
        const enum error error = unit->place(unit, free, &request, &subject.block);
        if (error == ERROR_UNREPRESENTABLE) {
            assert_true(request.is_fixed && request.fixed_start % unit->alignment_bytes != 0);
            continue;
        }
        if (error == ERROR_NO_MEMORY) {
            const uint64_t start = request.is_fixed ? request.fixed_start : free.start;
            const uint64_t step = unit->alignment_bytes;
            const uint64_t kernel_start = round_up(
                round_up(start, step) + (request.app_bytes == 0 ? 1 : request.app_bytes), step);
            assert_true(start < free.start ||
                        round_up(kernel_start + request.kernel_bytes, step) > free.end);
            continue;
        }
        assert_int_equal(error, ERROR_NONE);
        block_check(unit, free, &request, &subject.block);
        placed_count++;
        subject_encode(&subject);
        exact_check(&subject);
        random_breaks(random, &subject);
    }
    assert_true(placed_count > rounds / 4);
}

void exact_small_blocks(const struct exact_unit *unit)
{
    for (size_t app_bytes = 0; app_bytes <= 3 * 64; app_bytes++) {
        const uintptr_t start = unit->memory_start + app_bytes * 8;
        struct exact_subject subject =
            exact_subject(unit, exact_code(unit), start, app_bytes, app_bytes % 50);
        subject.code.end = subject.code.start + unit->granule_bytes;
        subject_encode(&subject);
        const uintptr_t bytes = subject.block.kernel_start - subject.block.block.start;
        for (uintptr_t offset = 0; offset <= bytes; offset += 1 + app_bytes % 11) {
            exact_expose(&subject, subject.block.block.start + offset);
            every_address_check(&subject);
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Images

void exact_small_images(const struct exact_unit *unit)
{
    const uint32_t step = unit->granule_bytes;
    for (uint32_t first = 0; first < 20; first++) {
        for (uint32_t count = 1; count <= 36 && count * step <= 600; count++) {
            const uintptr_t start = unit->code_start + first * step;
            const struct range code = {start, start + count * step};
            struct exact_subject subject = exact_subject(unit, code, unit->memory_start, 100, 8);
            exact_expose(&subject, subject.block.block.start + 40);
            every_address_check(&subject);
        }
    }
}

void exact_random_images(const struct exact_unit *unit, struct random *random, unsigned rounds)
{
    unsigned refused_count = 0;
    for (unsigned round = 0; round < rounds; round++) {
        struct exact_subject subject =
            exact_subject(unit, exact_code(unit), unit->memory_start, 12000, 1000);
        const uint32_t grid = 1u << random_below(random, 14);
        subject.code.start = unit->code_start + (uintptr_t)grid * random_below(random, 64);
        subject.code.end = subject.code.start + (uintptr_t)grid * (1 + random_below(random, 64));
        uint8_t before[EXACT_IMAGE_BYTES_MAX];
        memcpy(before, subject.image, sizeof before);
        const bool is_aligned = subject.code.start % unit->granule_bytes == 0 &&
                                subject.code.end % unit->granule_bytes == 0;
        const enum error error =
            unit->encode(unit, subject.image, subject.code, &subject.block, subject.app_bytes);
        assert_int_equal(error, is_aligned ? ERROR_NONE : ERROR_UNREPRESENTABLE);
        if (is_aligned) {
            exact_check(&subject);
        } else {
            refused_count++;
            assert_memory_equal(before, subject.image, sizeof before);
        }
    }
    assert_true(refused_count > 0 && refused_count < rounds);
}

// ---------------------------------------------------------------------------------------------
// Limits

void exact_requests_at_both_sides_of_each_limit(const struct exact_unit *unit)
{
    // Sizes in steps of the alignment; start and end of the free memory behind memory_start.
    static const struct {
        uint32_t free_steps;
        intptr_t free_start, free_end; // added, in bytes
        uint32_t app_steps, kernel_steps;
        intptr_t app_bytes, kernel_bytes; // added
        enum error error;
    } cases[] = {
        {0, 0, 0, 0, 0, 1, 0, ERROR_NO_MEMORY},   {1, 0, -1, 0, 0, 0, 0, ERROR_NO_MEMORY},
        {1, 0, 0, 0, 0, 0, 0, ERROR_NONE},        {1, 0, 0, 1, 0, 0, 0, ERROR_NONE},
        {1, 0, 0, 1, 0, 1, 0, ERROR_NO_MEMORY},   {1, 0, 0, 1, 0, 0, 1, ERROR_NO_MEMORY},
        {2, 0, 0, 1, 0, 0, 1, ERROR_NONE},        {2, 0, 0, 1, 1, 0, 0, ERROR_NONE},
        {2, 0, 0, 1, 1, 0, 1, ERROR_NO_MEMORY},   {2, 0, 0, 1, 1, 1, 0, ERROR_NO_MEMORY},
        {3, 1, 0, 1, 1, 0, 0, ERROR_NONE},        {2, 1, 0, 1, 1, 0, 0, ERROR_NO_MEMORY},
        {2, 1, 7, 1, 1, 0, 0, ERROR_NO_MEMORY},   {3, 0, -1, 1, 1, 1, 0, ERROR_NO_MEMORY},
        {3, 0, 0, 1, 1, 1, 0, ERROR_NONE},        {9, 0, 0, 0, 0, INTPTR_MAX, 0, ERROR_NO_MEMORY},
        {9, 0, 0, 0, 0, -1, 0, ERROR_NO_MEMORY},  {9, 0, 0, 1, 0, 0, -1, ERROR_NO_MEMORY},
        {9, 0, 0, 0, 0, -1, -1, ERROR_NO_MEMORY}, {9, 0, 0, 0, 0, -32, 0, ERROR_NO_MEMORY},
        {9, 9, 0, 0, 0, -9, 0, ERROR_NO_MEMORY},
    };
    const uintptr_t step = unit->alignment_bytes;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct range free = {unit->memory_start + (uintptr_t)cases[i].free_start,
                                   unit->memory_start + cases[i].free_steps * step +
                                       (uintptr_t)cases[i].free_end};
        const struct port_block_request request = {
            .app_bytes = cases[i].app_steps * step + (uintptr_t)cases[i].app_bytes,
            .kernel_bytes = cases[i].kernel_steps * step + (uintptr_t)cases[i].kernel_bytes};
        struct port_block placed;
        const enum error error = unit->place(unit, free, &request, &placed);
        if (error != cases[i].error) {
            fail_msg("%s: case %zu: %d", unit->name, i, (int)error);
        }
        if (error == ERROR_NONE) {
            block_check(unit, free, &request, &placed);
        }
    }

    // Fixed starts.
    const struct range free = {unit->memory_start, unit->memory_start + 64 * step};
    const struct {
        uintptr_t start;
        enum error error;
    } starts[] = {
        {0, ERROR_NO_MEMORY},
        {free.start - step, ERROR_NO_MEMORY},
        {free.start - 1, ERROR_NO_MEMORY},
        {free.start, ERROR_NONE},
        {free.start + 1, ERROR_UNREPRESENTABLE},
        {free.start + step / 2, ERROR_UNREPRESENTABLE},
        {free.start + step, ERROR_NONE},
        {free.end - 2 * step, ERROR_NONE},
        {free.end - step, ERROR_NO_MEMORY},
        {free.end, ERROR_NO_MEMORY},
        {free.end + step, ERROR_NO_MEMORY},
        {UINTPTR_MAX - step + 1, ERROR_NO_MEMORY},
        {UINTPTR_MAX, ERROR_NO_MEMORY},
    };
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        const struct port_block_request request = {
            .app_bytes = step, .kernel_bytes = 1, .is_fixed = true, .fixed_start = starts[i].start};
        struct port_block placed;
        const enum error error = unit->place(unit, free, &request, &placed);
        if (error != starts[i].error) {
            fail_msg("%s: fixed start %#zx: %d", unit->name, starts[i].start, (int)error);
        }
    }
}

void exact_breaks_at_both_sides_of_each_limit(const struct exact_unit *unit)
{
    const intptr_t step = (intptr_t)unit->granule_bytes;
    struct exact_subject subject =
        exact_subject(unit, exact_code(unit), unit->memory_start, 4096, 1000);
    const uintptr_t start = subject.block.block.start;
    const intptr_t below_all = -(intptr_t)start;
    const struct {
        intptr_t app_break, limit;
        enum error error;
        intptr_t exposed;
    } cases[] = {
        {0, 0, ERROR_NONE, 0},
        {1, 0, ERROR_UNREPRESENTABLE, 0},
        {1, step - 1, ERROR_UNREPRESENTABLE, 0},
        {1, step, ERROR_NONE, step},
        {step, step, ERROR_NONE, step},
        {step + 1, 2 * step - 1, ERROR_UNREPRESENTABLE, 0},
        {step + 1, 2 * step, ERROR_NONE, 2 * step},
        {step + 1, 8 * step, ERROR_NONE, 2 * step},
        {4096, 4096, ERROR_NONE, 4096},
        {-1, 4096, ERROR_UNREPRESENTABLE, 0},
        {-step, 4096, ERROR_UNREPRESENTABLE, 0},
        {below_all, 4096, ERROR_UNREPRESENTABLE, 0},
        {below_all - 1, 4096, ERROR_UNREPRESENTABLE, 0},
        {100, 99, ERROR_UNREPRESENTABLE, 0},
        {100, -1, ERROR_UNREPRESENTABLE, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uintptr_t exposed_end = start;
        const enum error error =
            unit->expose(unit, subject.image, start + (uintptr_t)cases[i].app_break,
                         start + (uintptr_t)cases[i].limit, &exposed_end);
        if (error != cases[i].error || exposed_end != start + (uintptr_t)cases[i].exposed) {
            fail_msg("%s: case %zu: error %d, exposed %#zx", unit->name, i, (int)error,
                     exposed_end - start);
        }
    }
}

void exact_encode_refuses_what_was_not_placed(const struct exact_unit *unit)
{
    const intptr_t step = (intptr_t)unit->alignment_bytes;
    const struct exact_subject good =
        exact_subject(unit, exact_code(unit), unit->memory_start, 12000, 1000);
    const intptr_t size = (intptr_t)(good.block.kernel_start - good.block.block.start);
    const struct {
        intptr_t code_start, code_end;     // added to those of the image
        intptr_t start, kernel_start, end; // added to those of the block
        size_t app_bytes;
    } cases[] = {
        {0x1000, 0, 0, 0, 0, 12000}, {0x2000, 0, 0, 0, 0, 12000},
        {1, 0, 0, 0, 0, 12000},      {0, 1, 0, 0, 0, 12000},
        {0, -1, 0, 0, 0, 12000},     {step / 2 > 2 ? 2 : step / 2, 0, 0, 0, 0, 12000},
        {0, 0, 1, 0, 0, 11000},      {0, 0, step / 2, 0, 0, 11000},
        {0, 0, 0, 1, 1, 12000},      {0, 0, 0, -1, 0, 11000},
        {0, 0, size, 0, 0, 0},       {0, 0, size + step, 0, 0, 0},
        {0, 0, 0, -size, 0, 0},      {0, 0, 0, 0, 0, (size_t)size + 1},
        {0, 0, 0, 0, 0, SIZE_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct range code = good.code;
        struct port_block block = good.block;
        code.start += (uintptr_t)cases[i].code_start;
        code.end += (uintptr_t)cases[i].code_end;
        block.block.start += (uintptr_t)cases[i].start;
        block.kernel_start += (uintptr_t)cases[i].kernel_start;
        block.block.end += (uintptr_t)cases[i].end;
        uint8_t image[EXACT_IMAGE_BYTES_MAX];
        memcpy(image, good.image, sizeof image);
        if (unit->encode(unit, image, code, &block, cases[i].app_bytes) != ERROR_UNREPRESENTABLE) {
            fail_msg("%s: case %zu was not refused", unit->name, i);
        }
        assert_memory_equal(image, good.image, sizeof image);
    }
}

// ---------------------------------------------------------------------------------------------

void exact_description(const struct exact_unit *unit, struct random *random, unsigned rounds)
{
    for (unsigned round = 0; round < rounds; round++) {
        const struct range code = random_code(unit, random);
        struct exact_subject subject =
            exact_subject(unit, code, unit->memory_start + random_below(random, 100000),
                          random_size(random), 100);
        const uint32_t span = (uint32_t)(subject.block.kernel_start - subject.block.block.start);
        const uint32_t bytes = random_once_in(random, 4) ? 0 : random_below(random, span + 1);
        exact_expose(&subject, subject.block.block.start + bytes);

        struct port_region region;
        assert_true(unit->describe(unit, subject.image, 0, &region));
        assert_true(region.is_executable && !region.is_writable);
        assert_int_equal(region.range.start, code.start);
        assert_int_equal(region.range.end, code.end);
        const bool is_exposed = subject.exposed_end != subject.block.block.start;
        assert_int_equal(unit->describe(unit, subject.image, 1, &region), is_exposed);
        if (is_exposed) {
            assert_true(!region.is_executable && region.is_writable);
            assert_int_equal(region.range.start, subject.block.block.start);
            assert_int_equal(region.range.end, subject.exposed_end);
        }
        assert_false(unit->describe(unit, subject.image, 2, &region));
        assert_false(unit->describe(unit, subject.image, SIZE_MAX, &region));
    }
}
