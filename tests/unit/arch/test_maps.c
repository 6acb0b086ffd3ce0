// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Maps beside a program's image and RAM, against the models of the hardware: what is allowed is
/// exactly what was asked for, or nothing has changed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "mpu_v7.h"
#include "mpu_v7_model.h"
#include "pmp.h"
#include "pmp_model.h"
#include "random.h"

enum { ROUNDS = 4000, MAPS_MAX = 4, AREA_BYTES = 0x4000, EDGE_BYTES = 40 };

static const uintptr_t area_start = 0x21000000;
static const struct range code = {0x40000, 0x40800};
static const uintptr_t ram_start = 0x20010000;

/// A unit: its words of one process and its registers.
struct subject {
    bool is_pmp;
    struct pmp_unit hart;
    uint32_t v7[MPU_V7_IMAGE_WORDS];
    uintptr_t pmp[PMP_IMAGE_WORDS];
    struct mpu_v7_model v7_model;
    struct pmp_model pmp_model;
    uintptr_t exposed_end;
    struct range map[MAPS_MAX];
    uint32_t rights[MAPS_MAX];
    uint32_t map_count;
};

static void subject_encode(struct subject *subject, bool is_pmp)
{
    *subject = (struct subject){
        .is_pmp = is_pmp, .hart = {.first = 1, .count = PMP_IMAGE_ENTRIES, .granule_bytes = 4}};
    const struct port_block_request request = {
        .app_bytes = 0x1000, .kernel_bytes = 512, .is_fixed = true, .fixed_start = ram_start};
    const struct range free = {ram_start, ram_start + 0x4000};
    struct port_block block;
    if (is_pmp) {
        assert_int_equal(pmp_block_place(&subject->hart, free, &request, &block), ERROR_NONE);
        assert_int_equal(pmp_image_encode(&subject->hart, subject->pmp, code, &block, 0x1000),
                         ERROR_NONE);
        assert_int_equal(pmp_image_expose(&subject->hart, subject->pmp, ram_start + 0x800,
                                          block.kernel_start, &subject->exposed_end),
                         ERROR_NONE);
        return;
    }
    assert_int_equal(mpu_v7_block_place(free, &request, &block), ERROR_NONE);
    assert_int_equal(mpu_v7_image_encode(subject->v7, code, &block, 0x1000), ERROR_NONE);
    assert_int_equal(mpu_v7_image_expose(subject->v7, ram_start + 0x800, block.kernel_start,
                                         &subject->exposed_end),
                     ERROR_NONE);
}

static enum error subject_map(struct subject *subject, struct range range, uint32_t rights)
{
    const enum error error = subject->is_pmp
                                 ? pmp_image_map(&subject->hart, subject->pmp, range, rights)
                                 : mpu_v7_image_map(subject->v7, range, rights);
    if (error == ERROR_NONE) {
        subject->map[subject->map_count] = range;
        subject->rights[subject->map_count] = rights;
        subject->map_count++;
    }
    return error;
}

static void subject_load(struct subject *subject)
{
    if (subject->is_pmp) {
        subject->pmp_model = (struct pmp_model){.register_bits = 64, .granule_bytes = 4};
        for (uint32_t i = 0; i < PMP_IMAGE_ENTRIES; i++) {
            pmp_model_write_address(&subject->pmp_model, subject->hart.first + i, subject->pmp[i]);
        }
        pmp_model_write_configuration(&subject->pmp_model, 0, subject->pmp[PMP_IMAGE_ENTRIES]);
        assert_null(pmp_model_complaint(&subject->pmp_model));
        return;
    }
    subject->v7_model =
        (struct mpu_v7_model){.rbar = {0x20000000}, .rasr = {0x11000000 | (28u << 1) | 1u}};
    mpu_v7_model_store_all(&subject->v7_model, subject->v7, MPU_REGION_PROCESS_COUNT);
    assert_null(mpu_v7_model_complaint(&subject->v7_model));
}

static bool allows(const struct subject *subject, uint64_t address, enum model_access access)
{
    return subject->is_pmp ? pmp_model_allows(&subject->pmp_model, MODEL_USER, address, 1, access)
                           : mpu_v7_model_allows(&subject->v7_model, address, access);
}

static void address_check(const struct subject *subject, uint64_t address)
{
    const bool is_code = address >= code.start && address < code.end;
    const bool is_ram = address >= ram_start && address < subject->exposed_end;
    bool reads = is_code || is_ram;
    bool writes = is_ram;
    bool executes = is_code;
    for (uint32_t i = 0; i < subject->map_count; i++) {
        if (address >= subject->map[i].start && address < subject->map[i].end) {
            reads = true;
            writes = (subject->rights[i] & PORT_MAP_WRITE) != 0;
            executes = (subject->rights[i] & PORT_MAP_EXECUTE) != 0;
        }
    }
    if (allows(subject, address, MODEL_READ) != reads ||
        allows(subject, address, MODEL_WRITE) != writes ||
        allows(subject, address, MODEL_EXECUTE) != executes) {
        fail_msg("pmp %d, address %#llx, %u maps", subject->is_pmp, (unsigned long long)address,
                 subject->map_count);
    }
}

static void edge_check(const struct subject *subject, uintptr_t edge)
{
    for (uint64_t address = edge - EDGE_BYTES; address < edge + EDGE_BYTES; address++) {
        address_check(subject, address);
    }
}

/// Every edge, and every eighth of every region that could be meant.
static void subject_check(struct subject *subject)
{
    subject_load(subject);
    edge_check(subject, code.end);
    edge_check(subject, ram_start);
    edge_check(subject, subject->exposed_end);
    for (uint32_t i = 0; i < subject->map_count; i++) {
        edge_check(subject, subject->map[i].start);
        edge_check(subject, subject->map[i].end);
    }
    for (uintptr_t address = area_start; address < area_start + AREA_BYTES; address += 32) {
        address_check(subject, address);
    }
}

static bool is_disjoint(const struct subject *subject, struct range range)
{
    for (uint32_t i = 0; i < subject->map_count; i++) {
        if (range_overlaps(subject->map[i], range)) {
            return false;
        }
    }
    return true;
}

/// Ranges of all grains, most of which one unit or the other can cover.
static struct range range_random(struct random *random)
{
    const uintptr_t grain = (uintptr_t)4 << random_below(random, 10);
    const uintptr_t start = area_start + random_below(random, AREA_BYTES / 2) / grain * grain;
    const uintptr_t bytes = (1 + random_below(random, 8)) * grain;
    return (struct range){start, start + bytes};
}

static void maps_are_exact_or_nothing(void **state)
{
    static const uint32_t rights[] = {0, PORT_MAP_WRITE, PORT_MAP_EXECUTE,
                                      PORT_MAP_WRITE | PORT_MAP_DEVICE, PORT_MAP_DEVICE};
    (void)state;
    struct random random = random_start("maps");
    uint32_t done[2] = {0};
    uint32_t refused[2] = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct subject subject;
        subject_encode(&subject, round % 2 != 0);
        for (uint32_t i = 0; i < MAPS_MAX; i++) {
            const struct range range = range_random(&random);
            const struct subject before = subject;
            if (!is_disjoint(&subject, range)) {
                continue;
            }
            const enum error error = subject_map(
                &subject, range, rights[random_below(&random, sizeof rights / sizeof rights[0])]);
            if (error != ERROR_NONE) {
                assert_int_equal(error, ERROR_UNREPRESENTABLE);
                assert_memory_equal(&subject, &before, sizeof subject);
                refused[subject.is_pmp]++;
            } else {
                done[subject.is_pmp]++;
            }
        }
        subject_check(&subject);
    }
    assert_true(done[0] > ROUNDS / 2 && done[1] > ROUNDS / 8);
    assert_true(refused[0] > 0 && refused[1] > 0);
}

static void break_moves_beside_maps(void **state)
{
    (void)state;
    struct subject subject;
    subject_encode(&subject, false);
    assert_int_equal(
        subject_map(&subject, (struct range){area_start, area_start + 0x1000}, PORT_MAP_WRITE),
        ERROR_NONE);
    for (uintptr_t at = ram_start; at <= ram_start + 0x1000; at += 32) {
        assert_int_equal(
            mpu_v7_image_expose(subject.v7, at, ram_start + 0x1000, &subject.exposed_end),
            ERROR_NONE);
        subject_check(&subject);
    }
    subject_encode(&subject, true);
    assert_int_equal(
        subject_map(&subject, (struct range){area_start, area_start + 0x1000}, PORT_MAP_WRITE),
        ERROR_NONE);
    for (uintptr_t at = ram_start; at <= ram_start + 0x1000; at += 60) {
        assert_int_equal(pmp_image_expose(&subject.hart, subject.pmp, at, ram_start + 0x1000,
                                          &subject.exposed_end),
                         ERROR_NONE);
        subject_check(&subject);
    }
}

static void maps_are_refused_when_no_region_is_left(void **state)
{
    (void)state;
    for (uint32_t is_pmp = 0; is_pmp < 2; is_pmp++) {
        struct subject subject;
        subject_encode(&subject, is_pmp != 0);
        // An image of a power of two takes one region or entry, RAM two of each.
        const uint32_t most = is_pmp != 0 ? PMP_IMAGE_ENTRIES - 3 : 3;
        for (uint32_t i = 0; i <= most; i++) {
            const struct range range = {area_start + i * 0x1000, area_start + i * 0x1000 + 0x1000};
            const struct subject before = subject;
            const enum error error = subject_map(&subject, range, PORT_MAP_WRITE);
            assert_int_equal(error, i < most ? ERROR_NONE : ERROR_UNREPRESENTABLE);
            if (error != ERROR_NONE) {
                assert_memory_equal(&subject, &before, sizeof subject);
            }
        }
        subject_check(&subject);
    }
}

static void maps_never_reach_what_the_processor_owns(void **state)
{
    static const struct range refused[] = {
        {0xE0000000, 0xE0000100}, {0xE000E000, 0xE000F000}, {0xDFFFFF00, 0xE0000100},
        {0xFFFFFE00, 0xFFFFFF00}, {0x22000000, 0x22000100}, {0x23FFFF00, 0x24000000},
        {0x21FFFF00, 0x22000100}, {0x42000000, 0x42000100}, {0x43FFFF00, 0x44000100},
        {0x20000000, 0xE0000100}, {area_start, area_start}, {area_start + 256, area_start},
    };
    static const struct range allowed[] = {
        {0xDFFFFF00, 0xE0000000}, {0x21FFFF00, 0x22000000}, {0x24000000, 0x24000100},
        {0x41FFFF00, 0x42000000}, {0x44000000, 0x44000100},
    };
    (void)state;
    struct subject subject;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        subject_encode(&subject, false);
        const struct subject before = subject;
        assert_int_equal(subject_map(&subject, refused[i], PORT_MAP_DEVICE), ERROR_INVALID);
        assert_memory_equal(&subject, &before, sizeof subject);
    }
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        subject_encode(&subject, false);
        assert_int_equal(subject_map(&subject, allowed[i], PORT_MAP_DEVICE), ERROR_NONE);
        subject_check(&subject);
    }
}

static void maps_are_not_written_and_executed(void **state)
{
    (void)state;
    for (uint32_t is_pmp = 0; is_pmp < 2; is_pmp++) {
        struct subject subject;
        subject_encode(&subject, is_pmp != 0);
        assert_int_equal(subject_map(&subject, (struct range){area_start, area_start + 0x1000},
                                     PORT_MAP_WRITE | PORT_MAP_EXECUTE),
                         ERROR_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_are_exact_or_nothing),
        cmocka_unit_test(break_moves_beside_maps),
        cmocka_unit_test(maps_are_refused_when_no_region_is_left),
        cmocka_unit_test(maps_never_reach_what_the_processor_owns),
        cmocka_unit_test(maps_are_not_written_and_executed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
