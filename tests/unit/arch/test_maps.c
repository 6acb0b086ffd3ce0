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
#include "mpu_v8_model.h"
#include "mpu_v8_rest.h"
#include "pmp.h"
#include "pmp_model.h"
#include "random.h"

enum {
    ROUNDS = 4000,
    MAPS_MAX = 5,
    AREA_BYTES = 0x4000,
    EDGE_BYTES = 40,
    V8_REGIONS = MPU_V8_IMAGE_REGIONS_MIN + 4,
    V8_DEVICE = 1, ///< the last attributes that the port sets up
    PMP_ENTRIES = 7,
};

enum kind { V7, V8, PMP, PMP_LOCKED_DOWN, KINDS };

static const struct range code = {0x40000, 0x40800};
static const uintptr_t ram_start = 0x20010000;
static const struct pmp_unit hart = {.first = 1, .count = PMP_ENTRIES, .granule_bytes = 4};

/// Where maps lie. On Armv8-M all of what the architecture sets aside for RAM is the kernel's.
static const uintptr_t area_starts[KINDS] = {
    [V7] = 0x21000000, [V8] = 0x80000000, [PMP] = 0x21000000, [PMP_LOCKED_DOWN] = 0x21000000};

/// How many ranges of the best form one process can have.
static const uint32_t maps_most[KINDS] = {[V7] = 3, [V8] = 4, [PMP] = 4, [PMP_LOCKED_DOWN] = 4};

/// A unit: its words of one process and its registers.
struct subject {
    enum kind kind;
    uint32_t v7[MPU_V7_IMAGE_WORDS];
    uint32_t v8[2 * V8_REGIONS];
    uintptr_t pmp[PMP_IMAGE_WORDS_MAX];
    struct mpu_v7_model v7_model;
    struct mpu_v8_model v8_model;
    struct pmp_model pmp_model;
    uintptr_t exposed_end;
    struct range map[MAPS_MAX];
    uint32_t rights[MAPS_MAX];
    uint32_t map_count;
};

static enum error subject_place(struct subject *subject, const struct port_block_request *request,
                                struct port_block *block)
{
    const struct range free = {ram_start, ram_start + 0x4000};
    switch (subject->kind) {
    case V7:
        return mpu_v7_block_place(free, request, block);
    case V8:
        return mpu_v8_block_place(free, request, block);
    default:
        return pmp_block_place(&hart, free, request, block);
    }
}

static enum error subject_image(struct subject *subject, struct range image,
                                const struct port_block *block)
{
    switch (subject->kind) {
    case V7:
        return mpu_v7_image_encode(subject->v7, image, block, 0x1000);
    case V8:
        return mpu_v8_image_encode(subject->v8, V8_REGIONS, image, block, 0x1000);
    default:
        return pmp_image_encode(&hart, subject->pmp, image, block, 0x1000);
    }
}

static enum error subject_expose(struct subject *subject, uintptr_t at)
{
    const uintptr_t limit = ram_start + 0x1000;
    switch (subject->kind) {
    case V7:
        return mpu_v7_image_expose(subject->v7, at, limit, &subject->exposed_end);
    case V8:
        return mpu_v8_image_expose(subject->v8, at, limit, &subject->exposed_end);
    default:
        return pmp_image_expose(&hart, subject->pmp, at, limit, &subject->exposed_end);
    }
}

static void subject_encode(struct subject *subject, enum kind kind)
{
    *subject = (struct subject){.kind = kind};
    const struct port_block_request request = {
        .app_bytes = 0x1000, .kernel_bytes = 512, .is_fixed = true, .fixed_start = ram_start};
    struct port_block block;
    assert_int_equal(subject_place(subject, &request, &block), ERROR_NONE);
    assert_int_equal(subject_image(subject, code, &block), ERROR_NONE);
    assert_int_equal(subject_expose(subject, ram_start + 0x800), ERROR_NONE);
}

static enum error subject_map(struct subject *subject, struct range range, uint32_t rights)
{
    enum error error;
    switch (subject->kind) {
    case V7:
        error = mpu_v7_image_map(subject->v7, range, rights);
        break;
    case V8:
        error = mpu_v8_image_map(subject->v8, V8_REGIONS, range, rights);
        break;
    default:
        error = pmp_image_map(&hart, subject->pmp, range, rights);
        break;
    }
    if (error == ERROR_NONE) {
        subject->map[subject->map_count] = range;
        subject->rights[subject->map_count] = rights;
        subject->map_count++;
    }
    return error;
}

static void v8_load(struct subject *subject)
{
    uint32_t rest[MPU_V8_REST_WORDS];
    mpu_v8_rest_encode(rest, (struct range){ram_start, subject->exposed_end});
    subject->v8_model = (struct mpu_v8_model){0};
    mpu_v8_model_store(&subject->v8_model, 0, rest, MPU_V8_REST_REGIONS);
    mpu_v8_model_store(&subject->v8_model, MPU_V8_REST_REGIONS, subject->v8, V8_REGIONS);
    assert_null(mpu_v8_model_complaint(&subject->v8_model, V8_DEVICE));
}

/// Entries of the process before are left in the unit; all of them must be gone.
static void pmp_load(struct subject *subject)
{
    const bool is_locked_down = subject->kind == PMP_LOCKED_DOWN;
    subject->pmp_model = (struct pmp_model){.register_bits = 64,
                                            .granule_bytes = 4,
                                            .has_lockdown = is_locked_down,
                                            .has_allowlist = is_locked_down};
    for (uint32_t i = 0; i < hart.count; i++) {
        subject->pmp_model.address[hart.first + i] = (area_starts[PMP] >> 2) | 0x1FFF;
        subject->pmp_model.configuration[hart.first + i] = PMP_NAPOT | PMP_RIGHTS_RAM;
        pmp_model_write_address(&subject->pmp_model, hart.first + i,
                                subject->pmp[PMP_CONFIGURATION_WORDS + i]);
    }
    pmp_model_write_configuration(&subject->pmp_model, 0, subject->pmp[0]);
    assert_null(pmp_model_complaint(&subject->pmp_model));
}

static void subject_load(struct subject *subject)
{
    if (subject->kind == V8) {
        v8_load(subject);
    } else if (subject->kind != V7) {
        pmp_load(subject);
    } else {
        subject->v7_model =
            (struct mpu_v7_model){.rbar = {0x20000000}, .rasr = {0x11000000 | (28u << 1) | 1u}};
        mpu_v7_model_store_all(&subject->v7_model, subject->v7, MPU_REGION_PROCESS_COUNT);
        assert_null(mpu_v7_model_complaint(&subject->v7_model));
    }
}

static bool allows(const struct subject *subject, uint64_t address, enum model_access access)
{
    switch (subject->kind) {
    case V7:
        return mpu_v7_model_allows(&subject->v7_model, address, access);
    case V8:
        return mpu_v8_model_allows(&subject->v8_model, address, access);
    default:
        return pmp_model_allows(&subject->pmp_model, MODEL_USER, address, 1, access);
    }
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
        fail_msg("unit %d, address %#llx, %u maps", (int)subject->kind, (unsigned long long)address,
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
    const uintptr_t start = area_starts[subject->kind];
    for (uintptr_t address = start; address < start + AREA_BYTES; address += 32) {
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

/// Ranges of all grains, most of which one unit or another can cover.
static struct range range_random(const struct subject *subject, struct random *random)
{
    const uintptr_t grain = (uintptr_t)4 << random_below(random, 10);
    const uintptr_t start =
        area_starts[subject->kind] + random_below(random, AREA_BYTES / 2) / grain * grain;
    const uintptr_t bytes = (1 + random_below(random, 8)) * grain;
    return (struct range){start, start + bytes};
}

static void maps_are_exact_or_nothing(void **state)
{
    static const uint32_t rights[] = {0, PORT_MAP_WRITE, PORT_MAP_EXECUTE,
                                      PORT_MAP_WRITE | PORT_MAP_DEVICE, PORT_MAP_DEVICE};
    (void)state;
    struct random random = random_start("maps");
    uint32_t done[KINDS] = {0};
    uint32_t refused[KINDS] = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct subject subject;
        subject_encode(&subject, (enum kind)(round % KINDS));
        for (uint32_t i = 0; i < MAPS_MAX; i++) {
            const struct range range = range_random(&subject, &random);
            const struct subject before = subject;
            if (!is_disjoint(&subject, range)) {
                continue;
            }
            const enum error error = subject_map(
                &subject, range, rights[random_below(&random, sizeof rights / sizeof rights[0])]);
            if (error != ERROR_NONE) {
                assert_int_equal(error, ERROR_UNREPRESENTABLE);
                assert_memory_equal(&subject, &before, sizeof subject);
                refused[subject.kind]++;
            } else {
                done[subject.kind]++;
            }
        }
        subject_check(&subject);
    }
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        assert_true(done[kind] > ROUNDS / KINDS && refused[kind] > 0);
    }
}

static void break_moves_beside_maps(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        struct subject subject;
        subject_encode(&subject, (enum kind)kind);
        const uintptr_t start = area_starts[kind];
        for (uint32_t i = 0; i < maps_most[kind]; i++) {
            const uintptr_t at = start + i * 0x1000;
            assert_int_equal(subject_map(&subject, (struct range){at, at + 0x1000}, PORT_MAP_WRITE),
                             ERROR_NONE);
        }
        for (uintptr_t at = ram_start; at <= ram_start + 0x1000; at += 60) {
            assert_int_equal(subject_expose(&subject, at), ERROR_NONE);
            subject_check(&subject);
        }
    }
}

static void maps_are_refused_when_no_region_is_left(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        struct subject subject;
        subject_encode(&subject, (enum kind)kind);
        for (uint32_t i = 0; i <= maps_most[kind]; i++) {
            const uintptr_t start = area_starts[kind] + i * 0x1000;
            const struct subject before = subject;
            const enum error error =
                subject_map(&subject, (struct range){start, start + 0x1000}, PORT_MAP_WRITE);
            assert_int_equal(error, i < maps_most[kind] ? ERROR_NONE : ERROR_UNREPRESENTABLE);
            if (error != ERROR_NONE) {
                assert_memory_equal(&subject, &before, sizeof subject);
            }
        }
        subject_check(&subject);
        // Another life begins without any.
        subject_encode(&subject, (enum kind)kind);
        subject_check(&subject);
    }
}

static void units_with_few_entries_have_few_maps_or_none(void **state)
{
    (void)state;
    const struct port_block_request request = {
        .app_bytes = 0x1000, .is_fixed = true, .fixed_start = ram_start};
    const struct range free = {ram_start, ram_start + 0x4000};
    for (uint8_t count = 3; count <= PMP_ENTRIES; count++) {
        const struct pmp_unit few = {.first = 1, .count = count, .granule_bytes = 4};
        struct port_block block;
        uintptr_t image[PMP_IMAGE_WORDS_MAX];
        assert_int_equal(pmp_block_place(&few, free, &request, &block), ERROR_NONE);
        assert_int_equal(pmp_image_encode(&few, image, code, &block, 0x1000), ERROR_NONE);
        // The first two of a range that is no power of two, and so takes a pair of entries.
        uint8_t left = count - 3;
        for (uintptr_t at = area_starts[PMP]; left != 0; at += 0x1000) {
            const uint8_t needed = left >= 2 ? 2 : 1;
            const struct range range = {at, at + (needed == 2 ? 0xC00 : 0x1000)};
            assert_int_equal(pmp_image_map(&few, image, range, 0), ERROR_NONE);
            left -= needed;
        }
        uintptr_t before[PMP_IMAGE_WORDS_MAX];
        memcpy(before, image, sizeof before);
        const struct range one_more = {area_starts[PMP] + 0x4000, area_starts[PMP] + 0x5000};
        assert_int_equal(pmp_image_map(&few, image, one_more, 0), ERROR_UNREPRESENTABLE);
        assert_memory_equal(image, before, (PMP_CONFIGURATION_WORDS + count) * sizeof image[0]);
    }
    uint32_t none[2 * MPU_V8_IMAGE_REGIONS_MIN] = {0};
    assert_int_equal(
        mpu_v8_image_map(none, MPU_V8_IMAGE_REGIONS_MIN, (struct range){0x80000000, 0x80001000}, 0),
        ERROR_UNREPRESENTABLE);
}

/// The kernel may reach the maps of a process that runs, or may not, as with its memory; and never
/// loses what is its own.
static void kernel_keeps_its_memory_beside_maps(void **state)
{
    (void)state;
    struct subject subject;
    subject_encode(&subject, V8);
    const uintptr_t area = area_starts[V8];
    for (uint32_t i = 0; i < maps_most[V8]; i++) {
        assert_int_equal(subject_map(&subject, (struct range){area + i * 64, area + i * 64 + 32},
                                     PORT_MAP_WRITE),
                         ERROR_NONE);
    }
    subject_load(&subject);
    for (uintptr_t at = 0x20000000; at < 0x40000000; at += 0x7FE1) {
        assert_true(mpu_v8_model_allows_kernel(&subject.v8_model, at, MODEL_WRITE));
        assert_false(mpu_v8_model_allows_kernel(&subject.v8_model, at, MODEL_EXECUTE));
    }
    for (uintptr_t at = area; at < area + 256; at++) {
        assert_true(mpu_v8_model_allows_kernel(&subject.v8_model, at, MODEL_WRITE));
    }
    subject_encode(&subject, PMP_LOCKED_DOWN);
    const struct range map = {area_starts[PMP], area_starts[PMP] + 0x1000};
    assert_int_equal(subject_map(&subject, map, PORT_MAP_WRITE), ERROR_NONE);
    subject_load(&subject);
    assert_false(pmp_model_allows(&subject.pmp_model, MODEL_MACHINE, map.start, 1, MODEL_READ));
}

static void maps_never_reach_what_the_processor_owns(void **state)
{
    static const struct {
        enum kind kind;
        struct range range;
        enum error error;
    } cases[] = {
        {V7, {0xE0000000, 0xE0000100}, ERROR_INVALID},
        {V7, {0xE000E000, 0xE000F000}, ERROR_INVALID},
        {V7, {0xDFFFFF00, 0xE0000100}, ERROR_INVALID},
        {V7, {0xFFFFFE00, 0xFFFFFF00}, ERROR_INVALID},
        {V7, {0x22000000, 0x22000100}, ERROR_INVALID},
        {V7, {0x23FFFF00, 0x24000000}, ERROR_INVALID},
        {V7, {0x21FFFF00, 0x22000100}, ERROR_INVALID},
        {V7, {0x42000000, 0x42000100}, ERROR_INVALID},
        {V7, {0x43FFFF00, 0x44000100}, ERROR_INVALID},
        {V7, {0x20000000, 0xE0000100}, ERROR_INVALID},
        {V7, {0xDFFFFF00, 0xE0000000}, ERROR_NONE},
        {V7, {0x21FFFF00, 0x22000000}, ERROR_NONE},
        {V7, {0x24000000, 0x24000100}, ERROR_NONE},
        {V7, {0x41FFFF00, 0x42000000}, ERROR_NONE},
        {V7, {0x44000000, 0x44000100}, ERROR_NONE},
        {V8, {0xE0000000, 0xE0000020}, ERROR_INVALID},
        {V8, {0xE000ED80, 0xE000EDC0}, ERROR_INVALID},
        {V8, {0xDFFFFFE0, 0xE0000020}, ERROR_INVALID},
        {V8, {0xFFFFFFC0, 0xFFFFFFE0}, ERROR_INVALID},
        {V8, {0x20000000, 0x20000020}, ERROR_INVALID},
        {V8, {0x1FFFFFE0, 0x20000020}, ERROR_INVALID},
        {V8, {0x3FFFFFE0, 0x40000000}, ERROR_INVALID},
        {V8, {0x3FFFFFE0, 0x40000020}, ERROR_INVALID},
        {V8, {0x1FFFFFE0, 0x40000020}, ERROR_INVALID},
        {V8, {0x80000000, (uintptr_t)1 << 33}, ERROR_INVALID},
        {V8, {0xDFFFFFE0, 0xE0000000}, ERROR_NONE},
        {V8, {0x1FFFFFE0, 0x20000000}, ERROR_NONE},
        {V8, {0x40000000, 0x40000020}, ERROR_NONE},
        {PMP, {0, (uintptr_t)1 << 57}, ERROR_UNREPRESENTABLE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct subject subject;
        subject_encode(&subject, cases[i].kind);
        const struct subject before = subject;
        assert_int_equal(subject_map(&subject, cases[i].range, PORT_MAP_DEVICE), cases[i].error);
        if (cases[i].error != ERROR_NONE) {
            assert_memory_equal(&subject, &before, sizeof subject);
        }
        subject_check(&subject);
    }
}

static void maps_are_not_empty_and_not_written_and_executed(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        struct subject subject;
        subject_encode(&subject, (enum kind)kind);
        const uintptr_t start = area_starts[kind];
        assert_int_equal(subject_map(&subject, (struct range){start, start + 0x1000},
                                     PORT_MAP_WRITE | PORT_MAP_EXECUTE),
                         ERROR_INVALID);
        assert_int_equal(subject_map(&subject, (struct range){start, start}, 0), ERROR_INVALID);
        assert_int_equal(subject_map(&subject, (struct range){start + 256, start}, 0),
                         ERROR_INVALID);
        subject_check(&subject);
    }
}

static bool subject_describe(const struct subject *subject, size_t index,
                             struct port_region *region)
{
    switch (subject->kind) {
    case V7:
        return mpu_v7_image_describe(subject->v7, index, region);
    case V8:
        return mpu_v8_image_describe(subject->v8, V8_REGIONS, index, region);
    default:
        return pmp_image_describe(&hart, subject->pmp, index, region);
    }
}

static void reports_list_maps_as_they_are(void **state)
{
    static const uint32_t rights[] = {0, PORT_MAP_WRITE, PORT_MAP_EXECUTE};
    (void)state;
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        struct subject subject;
        subject_encode(&subject, (enum kind)kind);
        for (uint32_t i = 0; i < 3; i++) {
            const uintptr_t start = area_starts[kind] + i * 0x1000;
            assert_int_equal(
                subject_map(&subject, (struct range){start, start + 0x1000}, rights[i]),
                ERROR_NONE);
        }
        uint32_t found = 0;
        struct port_region region;
        for (size_t index = 0; subject_describe(&subject, index, &region); index++) {
            for (uint32_t i = 0; i < 3; i++) {
                if (region.range.start == subject.map[i].start) {
                    assert_int_equal(region.range.end, subject.map[i].end);
                    assert_int_equal(region.is_writable, (rights[i] & PORT_MAP_WRITE) != 0);
                    assert_int_equal(region.is_executable, (rights[i] & PORT_MAP_EXECUTE) != 0);
                    found++;
                }
            }
        }
        assert_int_equal(found, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_are_exact_or_nothing),
        cmocka_unit_test(break_moves_beside_maps),
        cmocka_unit_test(maps_are_refused_when_no_region_is_left),
        cmocka_unit_test(units_with_few_entries_have_few_maps_or_none),
        cmocka_unit_test(kernel_keeps_its_memory_beside_maps),
        cmocka_unit_test(maps_never_reach_what_the_processor_owns),
        cmocka_unit_test(maps_are_not_empty_and_not_written_and_executed),
        cmocka_unit_test(reports_list_maps_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
