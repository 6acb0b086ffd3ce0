// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The Armv8-M encoder against the model of the hardware: what is allowed is exactly what was
/// asked.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "mpu_v8.h"
#include "units.h"

enum { ROUNDS = 1500 };

static const struct exact_unit *const unit = &armv8m_unit;

static void hardware_allows_exactly_what_was_asked_for_random_blocks(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    exact_random_blocks_and_breaks(unit, &random, ROUNDS);
}

static void hardware_allows_exactly_what_was_asked_for_all_small_blocks(void **state)
{
    (void)state;
    exact_small_blocks(unit);
}

static void images_are_covered_exactly_or_refused(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    exact_small_images(unit);
    exact_random_images(unit, &random, ROUNDS);
}

static void requests_at_both_sides_of_each_limit(void **state)
{
    (void)state;
    exact_requests_at_both_sides_of_each_limit(unit);
}

static void breaks_at_both_sides_of_each_limit(void **state)
{
    (void)state;
    exact_breaks_at_both_sides_of_each_limit(unit);
}

static void encode_refuses_what_was_not_placed(void **state)
{
    (void)state;
    exact_encode_refuses_what_was_not_placed(unit);
}

static void description_lists_what_the_hardware_allows(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    exact_description(unit, &random, 500);
}

static void kernel_reaches_everything_that_is_no_image_or_memory_of_the_process(void **state)
{
    (void)state;
    struct exact_subject subject =
        exact_subject(unit, exact_code(unit), unit->memory_start, 5000, 1000);
    exact_expose(&subject, subject.block.block.start + 3000);
    exact_check(&subject);
    // The kernel's own part of the block, and its RAM: no region takes anything from it.
    const uint64_t places[] = {subject.block.kernel_start,
                               subject.block.block.end - 1,
                               subject.exposed_end,
                               0x38000000,
                               0x3800FFFF,
                               0x38010000};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        assert_true(mpu_v8_model_allows_kernel(&armv8m_registers, places[i], MODEL_WRITE));
        assert_false(mpu_v8_model_allows(&armv8m_registers, places[i], MODEL_READ));
    }
    // And it never executes memory.
    assert_false(
        mpu_v8_model_allows_kernel(&armv8m_registers, subject.block.block.start, MODEL_EXECUTE));
}

static void block_that_adjoins_a_region_of_the_kernel_does_not_overlap_it(void **state)
{
    (void)state;
    // The kernel's RAM ends at 0x38010000, its devices begin at 0x40000000.
    struct exact_subject first = exact_subject(unit, exact_code(unit), 0x38010000, 32, 0);
    exact_expose(&first, 0x38010020);
    exact_check(&first);
    struct exact_unit high = *unit;
    high.memory_end = 0x40000000;
    struct exact_subject last = exact_subject(&high, exact_code(unit), 0x3FFFFFE0, 32, 0);
    exact_expose(&last, 0x40000000);
    exact_check(&last);
}

static void image_directly_before_memory_shares_no_granule_with_it(void **state)
{
    (void)state;
    const struct range code = {unit->memory_start - 0x800, unit->memory_start};
    struct exact_subject subject = exact_subject(unit, code, unit->memory_start, 256, 64);
    for (uintptr_t bytes = 0; bytes <= 256; bytes += 32) {
        exact_expose(&subject, unit->memory_start + bytes);
        exact_check(&subject);
    }
}

static void addresses_of_more_than_32_bits_are_refused(void **state)
{
    (void)state;
    struct port_block placed;
    const uintptr_t far = (uintptr_t)1 << 32;
    const struct port_block_request request = {.app_bytes = 32};
    const struct port_block_request large = {.app_bytes = far + 32};
    const struct range near_end = {0, far};
    const struct range beyond = {far, far + 0x10000};
    assert_int_equal(mpu_v8_block_place(near_end, &request, &placed), ERROR_NO_MEMORY);
    assert_int_equal(mpu_v8_block_place(beyond, &request, &placed), ERROR_NO_MEMORY);
    assert_int_equal(mpu_v8_block_place((struct range){0, UINT32_MAX}, &large, &placed),
                     ERROR_NO_MEMORY);
    struct exact_subject subject =
        exact_subject(unit, exact_code(unit), unit->memory_start, 12000, 1000);
    uint32_t image[2 * ARMV8M_REGIONS];
    uintptr_t exposed_end;
    memcpy(image, subject.image, sizeof image);
    assert_int_equal(mpu_v8_image_expose(image, unit->memory_start + far, far * 2, &exposed_end),
                     ERROR_UNREPRESENTABLE);
    // Each bound on its own.
    const struct range far_code = {unit->code_start, far + 32};
    assert_int_equal(mpu_v8_image_encode(image, ARMV8M_REGIONS, far_code, &subject.block, 12000),
                     ERROR_UNREPRESENTABLE);
    struct port_block far_block = subject.block;
    far_block.kernel_start += far;
    far_block.block.end += far;
    assert_int_equal(mpu_v8_image_encode(image, ARMV8M_REGIONS, subject.code, &far_block, 12000),
                     ERROR_UNREPRESENTABLE);
    assert_memory_equal(image, subject.image, sizeof image);
}

static void last_granule_of_all_is_left_out(void **state)
{
    (void)state;
    // A block that ends with the addresses would have no end that a number can say.
    struct port_block placed;
    const struct port_block_request request = {.app_bytes = 32};
    const struct range last = {0xFFFFFFC0, UINT32_MAX};
    assert_int_equal(mpu_v8_block_place(last, &request, &placed), ERROR_NONE);
    assert_int_equal(placed.block.end, 0xFFFFFFE0);
    const struct range too_late = {0xFFFFFFE0, UINT32_MAX};
    assert_int_equal(mpu_v8_block_place(too_late, &request, &placed), ERROR_NO_MEMORY);
    struct exact_unit high = *unit;
    high.memory_end = UINT32_MAX;
    struct exact_subject subject = exact_subject(&high, exact_code(unit), 0xFFFFF000, 4000, 0);
    exact_expose(&subject, subject.block.kernel_start);
    exact_check(&subject);
    uintptr_t exposed_end;
    assert_int_equal(unit->expose(unit, subject.image, UINT32_MAX, UINT32_MAX, &exposed_end),
                     ERROR_UNREPRESENTABLE);
}

static void model_itself_refuses_overlapping_regions(void **state)
{
    (void)state;
    struct mpu_v8_model model = {0};
    const uint32_t words[] = {0x20000002, 0x200000E1, 0x200000E2, 0x200001E1};
    mpu_v8_model_store(&model, 0, words, 2);
    assert_string_equal(mpu_v8_model_complaint(&model, 0), "regions overlap");
    assert_true(mpu_v8_model_allows(&model, 0x200000DF, MODEL_READ));
    assert_false(mpu_v8_model_allows(&model, 0x200000E0, MODEL_READ));
    assert_false(mpu_v8_model_allows_kernel(&model, 0x200000FF, MODEL_READ));
    assert_true(mpu_v8_model_allows(&model, 0x20000100, MODEL_READ));
    assert_true(mpu_v8_model_allows(&model, 0x200001FF, MODEL_READ));
    assert_false(mpu_v8_model_allows(&model, 0x20000200, MODEL_READ));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hardware_allows_exactly_what_was_asked_for_random_blocks),
        cmocka_unit_test(hardware_allows_exactly_what_was_asked_for_all_small_blocks),
        cmocka_unit_test(images_are_covered_exactly_or_refused),
        cmocka_unit_test(requests_at_both_sides_of_each_limit),
        cmocka_unit_test(breaks_at_both_sides_of_each_limit),
        cmocka_unit_test(encode_refuses_what_was_not_placed),
        cmocka_unit_test(description_lists_what_the_hardware_allows),
        cmocka_unit_test(kernel_reaches_everything_that_is_no_image_or_memory_of_the_process),
        cmocka_unit_test(block_that_adjoins_a_region_of_the_kernel_does_not_overlap_it),
        cmocka_unit_test(image_directly_before_memory_shares_no_granule_with_it),
        cmocka_unit_test(addresses_of_more_than_32_bits_are_refused),
        cmocka_unit_test(last_granule_of_all_is_left_out),
        cmocka_unit_test(model_itself_refuses_overlapping_regions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
