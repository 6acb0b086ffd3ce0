// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Mistakes that other kernels made in their encoders, one test each, on every protection unit.
/// Numbers are the rows of the table in docs/isolation.md.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <lib/range.h>
#include <string.h>

#include "mpu_v8.h"
#include "pmp.h"
#include "units.h"

/// Every unit there is.
enum { UNITS = 2 + PMP_KINDS };

static const struct exact_unit *unit_number(unsigned index)
{
    return index == 0 ? &armv7m_unit : index == 1 ? &armv8m_unit : &pmp_units[index - 2];
}

#define FOR_EACH_UNIT(unit)                                               \
    for (unsigned unit##_index = 0; unit##_index < UNITS; unit##_index++) \
        for (const struct exact_unit *unit = unit_number(unit##_index); unit != NULL; unit = NULL)

/// A process wherever the unit puts it, nothing exposed.
static struct exact_subject subject_placed(const struct exact_unit *unit, struct range code,
                                           struct range free, size_t app_bytes, size_t kernel_bytes)
{
    struct exact_subject subject = {.unit = unit, .code = code, .app_bytes = app_bytes};
    const struct port_block_request request = {.app_bytes = app_bytes,
                                               .kernel_bytes = kernel_bytes};
    assert_int_equal(unit->place(unit, free, &request, &subject.block), ERROR_NONE);
    memset(subject.image, 0xA5, sizeof subject.image);
    assert_int_equal(unit->encode(unit, subject.image, code, &subject.block, app_bytes),
                     ERROR_NONE);
    subject.exposed_end = subject.block.block.start;
    return subject;
}

static struct exact_subject subject_of(const struct exact_unit *unit, size_t app_bytes)
{
    return subject_placed(unit, exact_code(unit),
                          (struct range){unit->memory_start, unit->memory_end}, app_bytes, 1000);
}

static enum error expose(struct exact_subject *subject, uintptr_t app_break, uintptr_t limit)
{
    return subject->unit->expose(subject->unit, subject->image, app_break, limit,
                                 &subject->exposed_end);
}

static void load(struct exact_subject *subject)
{
    assert_null(subject->unit->model_load(subject->unit, subject->image));
}

static bool is_reachable(const struct exact_subject *subject, uint64_t address)
{
    return subject->unit->model_allows(address, MODEL_READ) ||
           subject->unit->model_allows(address, MODEL_WRITE) ||
           subject->unit->model_allows(address, MODEL_EXECUTE);
}

static void isolation_bug_01_exposed_memory_never_reaches_the_grants(void **state)
{
    (void)state;
    FOR_EACH_UNIT(unit)
    {
        unsigned exposed_count = 0;
        for (size_t app_bytes = 32; app_bytes < 6000; app_bytes += 331) {
            struct exact_subject subject = subject_of(unit, app_bytes);
            const struct range block = subject.block.block;
            // Grants have grown down to any place, also far into what was the program's.
            for (uintptr_t limit = block.start; limit <= block.end; limit += 45) {
                for (uintptr_t app_break = block.start; app_break <= limit; app_break += 61) {
                    if (expose(&subject, app_break, limit) == ERROR_NONE) {
                        exposed_count++;
                        unit->model_open(unit);
                        load(&subject);
                        assert_true(app_break <= subject.exposed_end);
                        assert_true(subject.exposed_end <= limit);
                        assert_false(is_reachable(&subject, limit));
                    }
                }
            }
        }
        assert_true(exposed_count > 100);
    }
}

static void isolation_bug_02_break_at_a_boundary_exposes_not_one_step_more(void **state)
{
    (void)state;
    FOR_EACH_UNIT(unit)
    {
        // The steps of Armv7-M are 1 KiB here, those of the others no more than that.
        const uintptr_t step = unit->granule_bytes > 1024 ? unit->granule_bytes : 1024;
        struct exact_subject subject = subject_of(unit, 16 * 1024);
        const uintptr_t start = subject.block.block.start;
        for (uintptr_t bytes = 0; bytes <= 16 * 1024; bytes += step) {
            assert_int_equal(expose(&subject, start + bytes, subject.block.kernel_start),
                             ERROR_NONE);
            assert_int_equal(subject.exposed_end, start + bytes);
            exact_check(&subject);
        }
    }
}

static void isolation_bug_05_exposed_end_follows_the_break(void **state)
{
    (void)state;
    FOR_EACH_UNIT(unit)
    {
        struct exact_subject subject = subject_of(unit, 16 * 1024);
        const uintptr_t start = subject.block.block.start;
        // Before the first break nothing of the block is open, whatever its size.
        exact_check(&subject);
        static const uint32_t breaks[] = {16384, 64, 9000, 1, 16000, 4096, 0, 12288};
        for (size_t i = 0; i < sizeof breaks / sizeof breaks[0]; i++) {
            assert_int_equal(expose(&subject, start + breaks[i], subject.block.kernel_start),
                             ERROR_NONE);
            assert_true(subject.exposed_end < start + breaks[i] + 1024 ||
                        subject.exposed_end < start + breaks[i] + unit->granule_bytes);
            exact_check(&subject);
        }
    }
}

static void isolation_bug_06_first_byte_behind_a_region_is_out_of_reach(void **state)
{
    (void)state;
    FOR_EACH_UNIT(unit)
    {
        // Images that Armv7-M can cover, too: eighths of a power of two.
        for (uintptr_t eighths = 1; eighths <= 8; eighths++) {
            const uintptr_t end = unit->code_start + eighths * 0x1000;
            struct exact_subject subject =
                subject_placed(unit, (struct range){unit->code_start, end},
                               (struct range){unit->memory_start, unit->memory_end}, 8192, 1000);
            assert_int_equal(expose(&subject, subject.block.block.start + eighths * 512,
                                    subject.block.kernel_start),
                             ERROR_NONE);
            unit->model_open(unit);
            load(&subject);
            assert_true(unit->model_allows(end - 1, MODEL_EXECUTE));
            assert_true(unit->model_allows(subject.exposed_end - 1, MODEL_WRITE));
            for (uint64_t offset = 0; offset < 40; offset++) {
                assert_false(is_reachable(&subject, end + offset));
                assert_false(is_reachable(&subject, subject.exposed_end + offset));
            }
        }
    }
}

static void isolation_bug_07_nothing_of_the_process_before_stays_open(void **state)
{
    (void)state;
    FOR_EACH_UNIT(unit)
    {
        // The one before used all that a process can: two parts of image on Armv7-M, four PMP
        // entries.
        const uintptr_t extra = unit->granule_bytes > 0x280 ? unit->granule_bytes : 0x280;
        const struct range large_code = {unit->code_start, unit->code_start + 0x4000 + extra};
        struct exact_subject large = subject_placed(
            unit, large_code, (struct range){unit->memory_start, unit->memory_end}, 16384, 1000);
        assert_int_equal(expose(&large, large.block.kernel_start, large.block.kernel_start),
                         ERROR_NONE);
        const uintptr_t small_start = unit->code_start + 0x10000;
        struct exact_subject small =
            subject_placed(unit, (struct range){small_start, small_start + 0x1000},
                           (struct range){large.block.block.end, unit->memory_end}, 100, 1000);
        unit->model_open(unit);
        load(&large);
        load(&small);
        for (uintptr_t address = large.block.block.start; address < large.block.block.end;
             address += 16) {
            assert_false(is_reachable(&small, address));
        }
        for (uintptr_t address = large_code.start; address < large_code.end; address += 4) {
            assert_false(is_reachable(&small, address));
        }
        assert_true(is_reachable(&small, small_start));
        // Nor of its own earlier state, when it is encoded again.
        assert_int_equal(unit->encode(unit, large.image, large.code, &large.block, large.app_bytes),
                         ERROR_NONE);
        large.exposed_end = large.block.block.start;
        exact_check(&large);
    }
}

static void isolation_bug_08_entries_of_others_are_left_alone(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < PMP_KINDS; kind++) {
        const struct exact_unit *unit = &pmp_units[kind];
        const struct pmp_unit *hart = &pmp_harts[kind];
        struct exact_subject subject = subject_of(unit, 5000);
        unit->model_open(unit);
        // Behind those of processes lies one that nobody has locked: it denies everything.
        const uint32_t foreign = hart->first + hart->count;
        if (foreign < MODEL_PMP_ENTRIES && pmp_registers.configuration[foreign] == 0) {
            pmp_registers.address[foreign] = UINT32_MAX >> 1;
            pmp_registers.configuration[foreign] = PMP_NAPOT;
        }
        const struct pmp_model before = pmp_registers;
        for (uintptr_t bytes = 0; bytes <= 5000; bytes += 1000) {
            assert_int_equal(
                expose(&subject, subject.block.block.start + bytes, subject.block.kernel_start),
                ERROR_NONE);
            load(&subject);
            for (uint32_t i = 0; i < MODEL_PMP_ENTRIES; i++) {
                if (i < hart->first || i >= (uint32_t)hart->first + hart->count) {
                    assert_int_equal(pmp_registers.configuration[i], before.configuration[i]);
                    assert_int_equal(pmp_registers.address[i], before.address[i]);
                }
            }
        }
        // Their octets are not even in the image, whichever entries are the process's.
        for (uint8_t first = 0; first <= PMP_CONFIGURATION_ENTRIES - 4; first++) {
            const struct pmp_unit other = {
                .first = first, .count = 4, .granule_bytes = hart->granule_bytes};
            uintptr_t image[PMP_IMAGE_WORDS_MAX];
            assert_int_equal(pmp_image_encode(&other, image, subject.code, &subject.block, 5000),
                             ERROR_NONE);
            uintptr_t exposed_end;
            assert_int_equal(pmp_image_expose(&other, image, subject.block.kernel_start,
                                              subject.block.kernel_start, &exposed_end),
                             ERROR_NONE);
            const uint8_t *octets = (const uint8_t *)image;
            for (uint32_t i = 0; i < PMP_CONFIGURATION_ENTRIES; i++) {
                assert_true((i >= first && i < first + 4u) || octets[i] == 0);
            }
        }
    }
}

static void isolation_bug_10_bounds_are_checked_after_rounding(void **state)
{
    (void)state;
    // There is room for the bytes, but not for the bytes at the next place that can be protected.
    FOR_EACH_UNIT(unit)
    {
        const struct port_block_request request = {.app_bytes = 8192, .kernel_bytes = 512};
        unsigned refused_count = 0;
        for (uintptr_t offset = 0; offset < 8192; offset += 4) {
            const struct range free = {unit->memory_start + offset,
                                       unit->memory_start + offset + 8192 + 512};
            struct port_block placed;
            if (unit->place(unit, free, &request, &placed) == ERROR_NONE) {
                assert_true(range_contains(free, placed.block));
            } else {
                refused_count++;
            }
        }
        assert_true(refused_count > 0);
        // Nor is an image rounded to what the unit could cover.
        struct exact_subject subject = subject_of(unit, 8192);
        const uintptr_t step = unit->granule_bytes;
        for (uintptr_t bytes = 1; bytes < 4 * step; bytes += step > 64 ? 63 : 1) {
            const struct range codes[] = {{unit->code_start, unit->code_start + bytes},
                                          {unit->code_start + bytes, unit->code_start + 8 * step}};
            for (size_t i = 0; i < 2; i++) {
                const enum error error =
                    unit->encode(unit, subject.image, codes[i], &subject.block, subject.app_bytes);
                assert_true(error == ERROR_UNREPRESENTABLE || bytes % step == 0);
            }
        }
    }
}

static void isolation_bug_11_limit_of_a_region_is_its_last_granule(void **state)
{
    (void)state;
    const struct exact_unit *unit = &armv8m_unit;
    struct exact_subject subject = subject_of(unit, 2048);
    for (uintptr_t bytes = 32; bytes <= 2048; bytes += 32) {
        const uintptr_t end = subject.block.block.start + bytes;
        assert_int_equal(expose(&subject, end, subject.block.kernel_start), ERROR_NONE);
        uint32_t words[2 * ARMV8M_REGIONS];
        memcpy(words, subject.image, sizeof words);
        assert_int_equal(words[3] & MPU_V8_RLAR_LIMIT_MASK, end - 32);
        assert_int_equal(words[1] & MPU_V8_RLAR_LIMIT_MASK, subject.code.end - 32);
        unit->model_open(unit);
        load(&subject);
        for (uint64_t offset = 0; offset < 32; offset++) {
            assert_true(unit->model_allows(end - 32 + offset, MODEL_WRITE));
            assert_false(is_reachable(&subject, end + offset));
            assert_false(is_reachable(&subject, subject.code.end + offset));
        }
    }
}

static void isolation_bug_17_break_at_memory_start_turns_the_region_off(void **state)
{
    (void)state;
    FOR_EACH_UNIT(unit)
    {
        for (uintptr_t offset = 0; offset < 1024; offset += 32) {
            struct exact_subject subject = subject_placed(
                unit, exact_code(unit),
                (struct range){unit->memory_start + offset, unit->memory_end}, 200, 100);
            const uintptr_t start = subject.block.block.start;
            const uintptr_t limit = subject.block.kernel_start;
            assert_int_equal(expose(&subject, start + 200, limit), ERROR_NONE);
            assert_int_equal(expose(&subject, start, limit), ERROR_NONE);
            assert_int_equal(subject.exposed_end, start);
            struct port_region region;
            assert_true(unit->describe(unit, subject.image, 0, &region));
            assert_false(unit->describe(unit, subject.image, 1, &region));
            exact_check(&subject);
            // And where memory starts is not forgotten.
            assert_int_equal(expose(&subject, start + 1, limit), ERROR_NONE);
            exact_check(&subject);
        }
    }
}

static void isolation_bug_21_shift_of_the_start_is_not_added_at_the_end(void **state)
{
    (void)state;
    FOR_EACH_UNIT(unit)
    {
        // Free memory that is just enough, moved by a little: the block must not move with it.
        const uintptr_t step = unit->alignment_bytes;
        const size_t app_bytes = 4 * step;
        const struct port_block_request request = {.app_bytes = app_bytes, .kernel_bytes = step};
        for (uintptr_t shift = 0; shift <= step; shift++) {
            const struct range free = {unit->memory_start + shift,
                                       unit->memory_start + shift + 5 * step};
            struct port_block placed = {.kernel_start = 0};
            const enum error error = unit->place(unit, free, &request, &placed);
            if (shift % step == 0 && unit != &armv7m_unit) {
                assert_int_equal(error, ERROR_NONE);
            }
            assert_true(error == ERROR_NO_MEMORY || range_contains(free, placed.block));
            assert_true(error == ERROR_NO_MEMORY || shift % step == 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(isolation_bug_01_exposed_memory_never_reaches_the_grants),
        cmocka_unit_test(isolation_bug_02_break_at_a_boundary_exposes_not_one_step_more),
        cmocka_unit_test(isolation_bug_05_exposed_end_follows_the_break),
        cmocka_unit_test(isolation_bug_06_first_byte_behind_a_region_is_out_of_reach),
        cmocka_unit_test(isolation_bug_07_nothing_of_the_process_before_stays_open),
        cmocka_unit_test(isolation_bug_08_entries_of_others_are_left_alone),
        cmocka_unit_test(isolation_bug_10_bounds_are_checked_after_rounding),
        cmocka_unit_test(isolation_bug_11_limit_of_a_region_is_its_last_granule),
        cmocka_unit_test(isolation_bug_17_break_at_memory_start_turns_the_region_off),
        cmocka_unit_test(isolation_bug_21_shift_of_the_start_is_not_added_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
