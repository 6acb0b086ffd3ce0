// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The PMP encoder against the model of the hardware, for all kinds of harts: what is allowed is
/// exactly what was asked.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "pmp.h"
#include "units.h"

enum { ROUNDS = 250 };

#define FOR_EACH_KIND(unit) \
    for (const struct exact_unit *unit = pmp_units; unit < pmp_units + PMP_KINDS; unit++)

static void hardware_allows_exactly_what_was_asked_for_random_blocks(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    FOR_EACH_KIND(unit)
    {
        exact_random_blocks_and_breaks(unit, &random, ROUNDS);
    }
}

static void hardware_allows_exactly_what_was_asked_for_all_small_blocks(void **state)
{
    (void)state;
    exact_small_blocks(&pmp_units[PMP_32]);
    exact_small_blocks(&pmp_units[PMP_32_SMEPMP]);
}

static void images_of_every_small_size_at_every_place_are_covered_exactly(void **state)
{
    (void)state;
    FOR_EACH_KIND(unit)
    {
        exact_small_images(unit);
    }
}

static void images_are_covered_exactly_or_refused(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    FOR_EACH_KIND(unit)
    {
        exact_random_images(unit, &random, ROUNDS);
    }
}

static void requests_at_both_sides_of_each_limit(void **state)
{
    (void)state;
    FOR_EACH_KIND(unit)
    {
        exact_requests_at_both_sides_of_each_limit(unit);
    }
}

static void breaks_at_both_sides_of_each_limit(void **state)
{
    (void)state;
    FOR_EACH_KIND(unit)
    {
        exact_breaks_at_both_sides_of_each_limit(unit);
    }
}

static void encode_refuses_what_was_not_placed(void **state)
{
    (void)state;
    FOR_EACH_KIND(unit)
    {
        exact_encode_refuses_what_was_not_placed(unit);
    }
}

static void description_lists_what_the_hardware_allows(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    FOR_EACH_KIND(unit)
    {
        exact_description(unit, &random, 300);
    }
}

// ---------------------------------------------------------------------------------------------
// Entries

/// True when one NAPOT entry can be the range: found by trying all there are.
static bool one_entry_covers(struct range range, uint32_t granule_bytes)
{
    for (uint64_t bytes = granule_bytes < 8 ? 8 : granule_bytes; bytes <= (uint64_t)1 << 33;
         bytes *= 2) {
        if (range.start % bytes == 0 && range_bytes(range) == bytes) {
            return true;
        }
    }
    return false;
}

static void entries_are_counted(const struct exact_unit *unit, const struct pmp_unit *hart,
                                struct range code, uintptr_t start)
{
    struct exact_subject subject = exact_subject(unit, code, start, 100, 8);
    const uint32_t entries = one_entry_covers(code, hart->granule_bytes) ? 3
                             : code.end == subject.block.block.start     ? 3
                                                                         : 4;
    for (uint8_t count = 0; count <= 6; count++) {
        const struct pmp_unit small = {
            .first = hart->first, .count = count, .granule_bytes = hart->granule_bytes};
        uintptr_t image[PMP_IMAGE_WORDS_MAX];
        memcpy(image, subject.image, sizeof image);
        assert_int_equal(pmp_image_encode(&small, image, code, &subject.block, 100),
                         count < entries ? ERROR_UNREPRESENTABLE : ERROR_NONE);
        assert_memory_equal(image, subject.image, sizeof image);
    }
    // What it does not need is off.
    const uint8_t *octets = subject.image;
    for (uint32_t i = 0; i < PMP_CONFIGURATION_ENTRIES; i++) {
        if (i < hart->first || i >= hart->first + entries) {
            assert_int_equal(octets[i], 0);
        }
    }
    exact_expose(&subject, subject.block.block.start + 50);
    exact_check(&subject);
}

static void process_that_needs_more_entries_than_there_are_is_refused(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    for (uint32_t i = 0; i < PMP_KINDS; i++) {
        const struct exact_unit *unit = &pmp_units[i];
        const uintptr_t step = unit->granule_bytes;
        for (unsigned round = 0; round < 300; round++) {
            const uintptr_t grid = step << random_below(&random, step < 4096 ? 6 : 2);
            const uintptr_t start = unit->code_start + grid * random_below(&random, 16);
            const struct range code = {start, start + grid * (1 + random_below(&random, 16))};
            entries_are_counted(unit, &pmp_harts[i], code, unit->memory_start);
        }
        // An image that ends where the memory starts shares the bound.
        const uintptr_t border = unit->memory_start;
        entries_are_counted(unit, &pmp_harts[i], (struct range){border - 3 * step, border}, border);
        entries_are_counted(unit, &pmp_harts[i], (struct range){border - 0x1000, border}, border);
    }
}

static void image_directly_behind_memory_is_covered_exactly(void **state)
{
    (void)state;
    FOR_EACH_KIND(unit)
    {
        struct exact_subject subject =
            exact_subject(unit, exact_code(unit), unit->memory_start, 4096, 0);
        const uintptr_t end = subject.block.block.end;
        subject.code = (struct range){end, end + 3 * unit->granule_bytes};
        assert_int_equal(unit->encode(unit, subject.image, subject.code, &subject.block, 4096),
                         ERROR_NONE);
        exact_expose(&subject, subject.block.kernel_start);
        exact_check(&subject);
    }
}

static void first_entry_may_be_any_that_leaves_room(void **state)
{
    (void)state;
    const struct exact_unit *unit = &pmp_units[PMP_32];
    const struct exact_subject subject =
        exact_subject(unit, exact_code(unit), unit->memory_start, 100, 8);
    for (uint8_t first = 0; first < 20; first++) {
        const struct pmp_unit hart = {
            .first = first, .count = 4, .guard = first == 0 ? 0 : 0x98, .granule_bytes = 4};
        uintptr_t image[PMP_IMAGE_WORDS_MAX];
        const enum error error = pmp_image_encode(&hart, image, subject.code, &subject.block, 100);
        assert_int_equal(error, first + 4 <= PMP_CONFIGURATION_ENTRIES ? ERROR_NONE
                                                                       : ERROR_UNREPRESENTABLE);
        if (error == ERROR_NONE) {
            const uint8_t *octets = (const uint8_t *)image;
            assert_int_equal(octets[first], PMP_NAPOT | PMP_READ | PMP_EXECUTE);
            assert_true(first == 0 || octets[0] == hart.guard);
            assert_int_equal(octets[first + 2], PMP_OFF | PMP_READ | PMP_WRITE);
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Modes

static void access_that_straddles_an_edge_is_refused(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < PMP_KINDS; i++) {
        struct exact_subject subject = exact_subject(&pmp_units[i], exact_code(&pmp_units[i]),
                                                     pmp_units[i].memory_start, 8192, 8);
        exact_expose(&subject, subject.block.block.start + 4096);
        exact_check(&subject);
        const uint64_t edges[] = {subject.code.start, subject.code.end, subject.block.block.start,
                                  subject.exposed_end};
        for (size_t j = 0; j < sizeof edges / sizeof edges[0]; j++) {
            for (uint32_t bytes = 2; bytes <= 8; bytes *= 2) {
                for (uint64_t address = edges[j] - bytes + 1; address < edges[j]; address++) {
                    assert_false(
                        pmp_model_allows(&pmp_registers, MODEL_USER, address, bytes, MODEL_READ));
                }
            }
        }
    }
}

/// What machine mode may do with every byte near the bounds of the running process.
static void machine_check_plain(const struct exact_subject *subject)
{
    const uint64_t edges[] = {subject->code.start, subject->code.end, subject->block.block.start,
                              subject->exposed_end, subject->block.kernel_start};
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        for (uint64_t address = edges[i] - 8; address < edges[i] + 8; address++) {
            assert_true(pmp_model_allows(&pmp_registers, MODEL_MACHINE, address, 1, MODEL_WRITE));
        }
    }
}

static void plain_protection_does_not_bind_the_kernel_but_at_its_guard(void **state)
{
    (void)state;
    static const enum pmp_kind kinds[] = {PMP_32, PMP_64, PMP_32_COARSE, PMP_32_PAGES};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct exact_unit *unit = &pmp_units[kinds[i]];
        struct exact_subject subject =
            exact_subject(unit, exact_code(unit), unit->memory_start, 8192, 1000);
        exact_expose(&subject, subject.block.block.start + 5000);
        exact_check(&subject);
        machine_check_plain(&subject);
        const struct range guard = pmp_places(kinds[i]).guard;
        for (uint64_t address = guard.start; address < guard.end; address++) {
            assert_false(pmp_model_allows(&pmp_registers, MODEL_MACHINE, address, 1, MODEL_READ));
        }
        assert_true(
            pmp_model_allows(&pmp_registers, MODEL_MACHINE, guard.start - 1, 1, MODEL_READ));
        assert_true(pmp_model_allows(&pmp_registers, MODEL_MACHINE, guard.end, 1, MODEL_READ));
    }
}

static void raw_kernel_access_to_the_running_process_traps_with_smepmp(void **state)
{
    (void)state;
    static const enum pmp_kind kinds[] = {PMP_32_SMEPMP, PMP_64_SMEPMP};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct exact_unit *unit = &pmp_units[kinds[i]];
        struct exact_subject subject =
            exact_subject(unit, exact_code(unit), unit->memory_start, 8192, 1000);
        exact_expose(&subject, subject.block.block.start + 5000);
        exact_check(&subject);
        const struct range ram = {subject.block.block.start, subject.exposed_end};
        for (uintptr_t address = ram.start - 64; address < ram.end + 64; address++) {
            const bool is_users = address >= ram.start && address < ram.end;
            assert_int_equal(
                pmp_model_allows(&pmp_registers, MODEL_MACHINE, address, 1, MODEL_READ), !is_users);
            assert_int_equal(
                pmp_model_allows(&pmp_registers, MODEL_MACHINE, address, 1, MODEL_WRITE),
                !is_users);
            assert_false(
                pmp_model_allows(&pmp_registers, MODEL_MACHINE, address, 1, MODEL_EXECUTE));
        }
        for (uintptr_t address = subject.code.start - 64; address < subject.code.end + 64;
             address++) {
            const bool is_users = address >= subject.code.start && address < subject.code.end;
            const bool is_image = address >= pmp_places(kinds[i]).images.start;
            assert_int_equal(
                pmp_model_allows(&pmp_registers, MODEL_MACHINE, address, 1, MODEL_READ), !is_users);
            assert_int_equal(
                pmp_model_allows(&pmp_registers, MODEL_MACHINE, address, 1, MODEL_EXECUTE),
                !is_image);
        }
        // Where no entry matches nobody may do anything.
        assert_false(pmp_model_allows(&pmp_registers, MODEL_MACHINE, 0x40000000, 1, MODEL_READ));
    }
}

static void nothing_exposed_matches_nothing_at_address_zero(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < PMP_KINDS; i++) {
        struct exact_subject subject = exact_subject(&pmp_units[i], exact_code(&pmp_units[i]),
                                                     pmp_units[i].memory_start, 8192, 8);
        exact_expose(&subject, subject.block.block.start + 4096);
        exact_expose(&subject, subject.block.block.start);
        exact_check(&subject);
        // Not even on a hart that takes an empty TOR entry for one that covers address 0.
        for (uint32_t entry = 0; entry < MODEL_PMP_ENTRIES; entry++) {
            const bool is_tor = ((pmp_registers.configuration[entry] >> 3) & 3) == 1;
            assert_true(!is_tor || pmp_registers.address[entry - 1] < pmp_registers.address[entry]);
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Addresses

static void memory_up_to_the_end_of_32_bits_is_exact(void **state)
{
    (void)state;
    struct exact_unit high = pmp_units[PMP_32];
    high.memory_end = UINT32_MAX;
    struct exact_subject subject = exact_subject(&high, exact_code(&high), 0xFFFFF000, 4000, 0);
    exact_expose(&subject, subject.block.kernel_start);
    exact_check(&subject);
}

static void addresses_that_the_registers_cannot_hold_are_refused(void **state)
{
    (void)state;
    const struct exact_unit *unit = &pmp_units[PMP_64];
    const uintptr_t far = (uintptr_t)1 << 56;
    const struct port_block_request request = {.app_bytes = 8};
    struct port_block placed;
    assert_int_equal(unit->place(unit, (struct range){far - 64, far - 8}, &request, &placed),
                     ERROR_NONE);
    assert_int_equal(unit->place(unit, (struct range){far - 64, far}, &request, &placed),
                     ERROR_NO_MEMORY);
    assert_int_equal(unit->place(unit, (struct range){far, far + 64}, &request, &placed),
                     ERROR_NO_MEMORY);
    struct exact_subject subject = exact_subject(unit, exact_code(unit), unit->memory_start, 8, 0);
    const struct range codes[] = {{unit->code_start, far}, {far, far + 64}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        assert_int_equal(unit->encode(unit, subject.image, codes[i], &subject.block, 8),
                         ERROR_UNREPRESENTABLE);
    }
    struct port_block far_block = subject.block;
    far_block.kernel_start += far;
    far_block.block.end += far;
    assert_int_equal(unit->encode(unit, subject.image, subject.code, &far_block, 8),
                     ERROR_UNREPRESENTABLE);
    uintptr_t exposed_end;
    assert_int_equal(unit->expose(unit, subject.image, far, far + 64, &exposed_end),
                     ERROR_UNREPRESENTABLE);
}

static void image_that_was_never_encoded_exposes_nothing(void **state)
{
    (void)state;
    uintptr_t image[PMP_IMAGE_WORDS_MAX] = {0};
    uintptr_t exposed_end;
    assert_int_equal(pmp_image_expose(&pmp_harts[PMP_32], image, 8, 64, &exposed_end),
                     ERROR_UNREPRESENTABLE);
    struct port_region region;
    assert_false(pmp_image_describe(&pmp_harts[PMP_32], image, 0, &region));
}

static void model_lets_the_first_match_decide(void **state)
{
    (void)state;
    struct pmp_model model = {.register_bits = 32, .granule_bytes = 4};
    pmp_model_write_address(&model, 0, 0x80000000 >> 2);
    pmp_model_write_address(&model, 1, 0x80000100 >> 2);
    pmp_model_write_address(&model, 2, (0x80000000 >> 2) | 0x3F); // 512 bytes
    pmp_model_write_configuration(&model, 0, 0x00190B00 | 0x00000000);
    assert_true(pmp_model_allows(&model, MODEL_USER, 0x80000000, 4, MODEL_WRITE));
    assert_true(pmp_model_allows(&model, MODEL_USER, 0x800000FC, 4, MODEL_WRITE));
    assert_false(pmp_model_allows(&model, MODEL_USER, 0x80000100, 4, MODEL_WRITE));
    assert_true(pmp_model_allows(&model, MODEL_USER, 0x80000100, 4, MODEL_READ));
    assert_false(pmp_model_allows(&model, MODEL_USER, 0x800000FE, 4, MODEL_READ));
    assert_true(pmp_model_allows(&model, MODEL_USER, 0x800001FC, 4, MODEL_READ));
    assert_false(pmp_model_allows(&model, MODEL_USER, 0x80000200, 4, MODEL_READ));
    assert_true(pmp_model_allows(&model, MODEL_MACHINE, 0x80000200, 4, MODEL_EXECUTE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hardware_allows_exactly_what_was_asked_for_random_blocks),
        cmocka_unit_test(hardware_allows_exactly_what_was_asked_for_all_small_blocks),
        cmocka_unit_test(images_of_every_small_size_at_every_place_are_covered_exactly),
        cmocka_unit_test(images_are_covered_exactly_or_refused),
        cmocka_unit_test(requests_at_both_sides_of_each_limit),
        cmocka_unit_test(breaks_at_both_sides_of_each_limit),
        cmocka_unit_test(encode_refuses_what_was_not_placed),
        cmocka_unit_test(description_lists_what_the_hardware_allows),
        cmocka_unit_test(process_that_needs_more_entries_than_there_are_is_refused),
        cmocka_unit_test(image_directly_behind_memory_is_covered_exactly),
        cmocka_unit_test(first_entry_may_be_any_that_leaves_room),
        cmocka_unit_test(access_that_straddles_an_edge_is_refused),
        cmocka_unit_test(plain_protection_does_not_bind_the_kernel_but_at_its_guard),
        cmocka_unit_test(raw_kernel_access_to_the_running_process_traps_with_smepmp),
        cmocka_unit_test(nothing_exposed_matches_nothing_at_address_zero),
        cmocka_unit_test(memory_up_to_the_end_of_32_bits_is_exact),
        cmocka_unit_test(addresses_that_the_registers_cannot_hold_are_refused),
        cmocka_unit_test(image_that_was_never_encoded_exposes_nothing),
        cmocka_unit_test(model_lets_the_first_match_decide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
