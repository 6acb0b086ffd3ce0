// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The Armv7-M encoder against the model of the hardware: what is allowed is exactly what was
/// asked.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "mpu_v7_subject.h"
#include "random.h"

enum { ROUNDS = 2500 };

// ---------------------------------------------------------------------------------------------
// What the plain rule gives: two equal regions, block start a multiple of the region.

static uint64_t plain_region(uint64_t app_bytes)
{
    uint64_t region = 256;
    while (2 * region < app_bytes) {
        region *= 2;
    }
    return region;
}

static uint64_t round_up(uint64_t value, uint64_t step)
{
    return (value + step - 1) / step * step;
}

static uint64_t plain_end(uint64_t free_start, const struct port_block_request *request)
{
    const uint64_t app_bytes = request->app_bytes < 32 ? 32 : request->app_bytes;
    const uint64_t region = plain_region(app_bytes);
    return round_up(free_start, region) + round_up(app_bytes, region / 8) +
           round_up(request->kernel_bytes, 32);
}

/// An image that two regions can surely cover: whole eighths of a region at its start.
static struct range random_code(struct random *random)
{
    const uint32_t eighth = 32u << random_below(random, 12);
    const uint32_t first = random_below(random, 8);
    const uint32_t count = 1 + random_below(random, 8 - first);
    const uintptr_t start = (uintptr_t)8 * eighth * random_below(random, 16) + first * eighth;
    return (struct range){start, start + count * eighth};
}

/// Of the two regions of the program's RAM.
static uint32_t subregion_bytes_max(const struct subject *subject)
{
    const uint32_t low = (subject->image[3] >> 1) & 0x1F;
    const uint32_t high = (subject->image[5] >> 1) & 0x1F;
    return (2u << (low > high ? low : high)) / 8;
}

static void random_exposures(struct random *random, struct subject *subject)
{
    const struct range block = subject->block.block;
    for (int i = 0; i < 6; i++) {
        const uint32_t span = (uint32_t)(subject->block.kernel_start - block.start);
        uintptr_t app_break = block.start + random_below(random, span + 1);
        uintptr_t limit = random_once_in(random, 2) ? subject->block.kernel_start
                                                    : app_break + random_below(random, 600);
        if (limit > block.end) {
            limit = block.end;
        }
        if (i == 0) {
            app_break = block.start + (subject->app_bytes < span ? subject->app_bytes : span);
            limit = subject->block.kernel_start;
        }
        uint32_t before[MPU_V7_IMAGE_WORDS];
        memcpy(before, subject->image, sizeof before);
        uintptr_t exposed_end = 0;
        const enum error error =
            mpu_v7_image_expose(subject->image, app_break, limit, &exposed_end);
        if (error == ERROR_NONE) {
            assert_true(app_break <= exposed_end && exposed_end <= limit);
            subject_check(subject, exposed_end);
            // The end is that of a whole subregion, and the break lies in it.
            uintptr_t again;
            assert_int_equal(mpu_v7_image_expose(subject->image, exposed_end, limit, &again),
                             ERROR_NONE);
            assert_int_equal(again, exposed_end);
            assert_true(exposed_end - app_break < subregion_bytes_max(subject));
        } else {
            assert_int_equal(error, ERROR_UNREPRESENTABLE);
            assert_memory_equal(before, subject->image, sizeof before);
            // With room up to the kernel's part it is never refused.
            assert_true(limit < subject->block.kernel_start);
        }
    }
}

static void hardware_allows_exactly_what_was_asked_for_random_blocks(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    unsigned placed_count = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct subject subject = {.code = random_code(&random)};
        struct port_block_request request = {.app_bytes = random_size(&random),
                                             .kernel_bytes = random_below(&random, 3000)};
        const uint32_t free_start =
            0x20000000u + random_below(&random, 1u << (5 + random_below(&random, 15)));
        struct range free = {free_start, free_start + random_below(&random, 1u << 21)};
        if (random_once_in(&random, 20)) {
            // The last bytes that can be addressed.
            free = (struct range){0xFFF00000u + random_below(&random, 0xF0000), UINT32_MAX};
            subject.code = (struct range){0x1000, 0x2000};
        }
        subject.app_bytes = request.app_bytes;
        const enum error error = mpu_v7_block_place(free, &request, &subject.block);
        if (error != ERROR_NONE) {
            assert_int_equal(error, ERROR_NO_MEMORY);
            assert_true(plain_end(free.start, &request) > free.end);
            continue;
        }
        placed_count++;
        const struct range block = subject.block.block;
        assert_true(range_contains(free, block));
        assert_true(subject.block.kernel_start - block.start >= request.app_bytes);
        assert_true(subject.block.kernel_start - block.start >= 32);
        assert_true(block.end - subject.block.kernel_start >= request.kernel_bytes);
        assert_true(block.end - subject.block.kernel_start < request.kernel_bytes + 32);
        assert_true(block.end <= plain_end(free.start, &request));
        // A gap smaller than two subregions, and rounding of less than one.
        const uint64_t eighth = plain_region(request.app_bytes) / 8;
        assert_true(block.start - free.start < 2 * eighth);
        assert_true(subject.block.kernel_start - block.start <
                    (request.app_bytes < 32 ? 32 : request.app_bytes) + 2 * eighth);

        subject_encode(&subject);
        subject_check(&subject, block.start);
        random_exposures(&random, &subject);
    }
    assert_true(placed_count > ROUNDS / 2);
}

static void fixed_starts_are_exact_or_refused(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    unsigned placed_count = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct subject subject = {.code = random_code(&random)};
        const uint32_t alignment = 1u << random_below(&random, 18);
        const struct port_block_request request = {
            .app_bytes = random_size(&random),
            .kernel_bytes = random_below(&random, 3000),
            .is_fixed = true,
            .fixed_start = 0x20000000u + alignment * (uintptr_t)random_below(&random, 64)};
        const struct range free = {0x20001000, 0x20100000};
        subject.app_bytes = request.app_bytes;
        const enum error error = mpu_v7_block_place(free, &request, &subject.block);
        const uint64_t region = plain_region(request.app_bytes);
        if (error == ERROR_UNREPRESENTABLE) {
            assert_true(request.fixed_start % region != 0);
            continue;
        }
        if (error == ERROR_NO_MEMORY) {
            assert_true(request.fixed_start < free.start ||
                        request.fixed_start + request.app_bytes + request.kernel_bytes + 32 +
                                2 * region >
                            free.end);
            continue;
        }
        assert_int_equal(error, ERROR_NONE);
        placed_count++;
        assert_int_equal(subject.block.block.start, request.fixed_start);
        assert_true(range_contains(free, subject.block.block));
        subject_encode(&subject);
        subject_check(&subject, subject.block.block.start);
        random_exposures(&random, &subject);
    }
    assert_true(placed_count > ROUNDS / 4);
}

/// True when one region, with some of its eighths off, is exactly the range.
static bool one_region_covers(uint64_t start, uint64_t end)
{
    for (uint64_t region = 256; region <= 0x100000000; region *= 2) {
        const uint64_t eighth = region / 8;
        if (start % eighth == 0 && end % eighth == 0 && start / region == (end - 1) / region) {
            return true;
        }
    }
    return false;
}

static void images_are_covered_exactly_or_refused(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    unsigned refused_count = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct subject subject = subject_at(0x20010000, 12000, 1000);
        const uint32_t grid = 1u << random_below(&random, 10);
        subject.code.start = (uintptr_t)grid * random_below(&random, 4096);
        subject.code.end = subject.code.start + (uintptr_t)grid * (1 + random_below(&random, 64));
        uint32_t before[MPU_V7_IMAGE_WORDS];
        memcpy(before, subject.image, sizeof before);
        const enum error error =
            mpu_v7_image_encode(subject.image, subject.code, &subject.block, subject.app_bytes);
        if (error == ERROR_NONE) {
            subject_check(&subject, subject.block.block.start);
        } else {
            refused_count++;
            assert_int_equal(error, ERROR_UNREPRESENTABLE);
            assert_memory_equal(before, subject.image, sizeof before);
            assert_false(one_region_covers(subject.code.start, subject.code.end));
        }
    }
    assert_true(refused_count > 0 && refused_count < ROUNDS);
}

static void images_that_programs_have_take_one_region(void **state)
{
    (void)state;
    for (uint32_t bytes = 512; bytes <= 0x100000; bytes *= 2) {
        for (uint32_t i = 0; i < 16; i++) {
            struct subject subject = subject_at(0x20010000, 8192, 1000);
            subject.code = (struct range){(uintptr_t)i * bytes, (uintptr_t)(i + 1) * bytes};
            subject_encode(&subject);
            subject_check(&subject, subject.block.block.start);
            assert_int_equal(subject.image[1] & 1u, 1u);
            assert_int_equal(subject.image[2 * 3 + 1] & 1u, 0u);
        }
    }
}

static void image_of_two_powers_takes_two_regions(void **state)
{
    (void)state;
    struct subject subject = subject_at(0x20010000, 8192, 1000);
    subject.code = (struct range){0x40000, 0x40000 + 0x4000 + 0x280};
    subject_encode(&subject);
    subject_check(&subject, subject.block.block.start);
    struct port_region region;
    assert_true(mpu_v7_image_describe(subject.image, 1, &region));
    assert_int_equal(region.range.end, subject.code.end);
}

static void place_of_every_small_size_at_every_offset(void **state)
{
    (void)state;
    for (size_t app_bytes = 0; app_bytes <= 1100; app_bytes += 7) {
        for (uintptr_t offset = 0; offset < 1024; offset += 16) {
            struct subject subject = {.code = {0x40000, 0x40200}, .app_bytes = app_bytes};
            const struct port_block_request request = {.app_bytes = app_bytes, .kernel_bytes = 100};
            const struct range free = {0x20000000 + offset, 0x20004000};
            assert_int_equal(mpu_v7_block_place(free, &request, &subject.block), ERROR_NONE);
            subject_encode(&subject);
            uintptr_t exposed_end;
            assert_int_equal(mpu_v7_image_expose(subject.image,
                                                 subject.block.block.start + app_bytes,
                                                 subject.block.kernel_start, &exposed_end),
                             ERROR_NONE);
            subject_load(&subject);
            subject_edge_check(&subject, subject.block.block.start, exposed_end);
            subject_edge_check(&subject, exposed_end, exposed_end);
        }
    }
}

static void description_lists_what_the_hardware_allows(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    for (unsigned round = 0; round < 500; round++) {
        const size_t app_bytes = 1 + random_size(&random);
        struct subject subject = {.code = random_code(&random), .app_bytes = app_bytes};
        const struct port_block_request request = {.app_bytes = app_bytes};
        const struct range free = {0x20000000u + random_below(&random, 100000), 0x20400000};
        assert_int_equal(mpu_v7_block_place(free, &request, &subject.block), ERROR_NONE);
        subject_encode(&subject);
        uintptr_t exposed_end;
        const uintptr_t app_break =
            subject.block.block.start + random_below(&random, (uint32_t)app_bytes + 1);
        assert_int_equal(
            mpu_v7_image_expose(subject.image, app_break, subject.block.kernel_start, &exposed_end),
            ERROR_NONE);
        size_t code_bytes = 0;
        size_t ram_bytes = 0;
        struct port_region region;
        for (size_t i = 0; mpu_v7_image_describe(subject.image, i, &region); i++) {
            assert_true(region.range.start < region.range.end);
            if (region.is_writable) {
                assert_false(region.is_executable);
                assert_int_equal(region.range.start, subject.block.block.start + ram_bytes);
                ram_bytes += range_bytes(region.range);
            } else {
                assert_true(region.is_executable);
                assert_int_equal(region.range.start, subject.code.start + code_bytes);
                code_bytes += range_bytes(region.range);
            }
        }
        assert_int_equal(code_bytes, range_bytes(subject.code));
        assert_int_equal(ram_bytes, exposed_end - subject.block.block.start);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hardware_allows_exactly_what_was_asked_for_random_blocks),
        cmocka_unit_test(fixed_starts_are_exact_or_refused),
        cmocka_unit_test(images_are_covered_exactly_or_refused),
        cmocka_unit_test(images_that_programs_have_take_one_region),
        cmocka_unit_test(image_of_two_powers_takes_two_regions),
        cmocka_unit_test(place_of_every_small_size_at_every_offset),
        cmocka_unit_test(description_lists_what_the_hardware_allows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
