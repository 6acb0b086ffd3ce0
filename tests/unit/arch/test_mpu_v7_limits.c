// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What the Armv7-M encoder refuses, and both sides of each limit.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "mpu_v7_subject.h"

static void requests_that_cannot_be_met_are_refused(void **state)
{
    (void)state;
    struct port_block placed;
    static const struct {
        struct range free;
        struct port_block_request request;
        enum error error;
    } cases[] = {
        {{0x20000000, 0x20000000}, {1, 0, false, 0}, ERROR_NO_MEMORY},
        {{0x20000000, 0x2000001F}, {0, 0, false, 0}, ERROR_NO_MEMORY},
        {{0x20000000, 0x20000020}, {0, 0, false, 0}, ERROR_NONE},
        {{0x20000000, 0x20000020}, {32, 0, false, 0}, ERROR_NONE},
        {{0x20000000, 0x20000020}, {33, 0, false, 0}, ERROR_NO_MEMORY},
        {{0x20000000, 0x20000020}, {32, 1, false, 0}, ERROR_NO_MEMORY},
        {{0x20000000, 0x20000040}, {32, 1, false, 0}, ERROR_NONE},
        {{0x20000000, 0x20001000}, {UINT32_MAX, 0, false, 0}, ERROR_NO_MEMORY},
        {{0x20000000, 0x20001000}, {32, UINT32_MAX, false, 0}, ERROR_NO_MEMORY},
        {{0x20000000, 0x20001000}, {UINT32_MAX, UINT32_MAX, false, 0}, ERROR_NO_MEMORY},
        {{0, UINT32_MAX}, {UINT32_MAX, 32, false, 0}, ERROR_NO_MEMORY},
        {{0, UINT32_MAX}, {0x80000001, 32, false, 0}, ERROR_NONE},
        {{0xFFFFFFE1, UINT32_MAX}, {1, 1, false, 0}, ERROR_NO_MEMORY},
        {{0xFFFFFFC0, UINT32_MAX}, {32, 0, false, 0}, ERROR_NONE},
        {{UINT32_MAX, UINT32_MAX}, {1, 0, false, 0}, ERROR_NO_MEMORY},
        {{0x20000000, 0x20010000}, {32, 32, true, 0x1FFFFFE0}, ERROR_NO_MEMORY},
        {{0x20000000, 0x20010000}, {32, 32, true, 0x20010000}, ERROR_NO_MEMORY},
        {{0x20000000, 0x20010000}, {32, 32, true, 0x20010020}, ERROR_NO_MEMORY},
        {{0x20000000, 0x20010000}, {32, 32, true, 0x2000FFC0}, ERROR_NONE},
        {{0x20000000, 0x20010000}, {32, 32, true, 0x2000FFE0}, ERROR_NO_MEMORY},
        {{0x20000000, 0x20010000}, {32, 32, true, 0x20000001}, ERROR_UNREPRESENTABLE},
        {{0x20000000, 0x20010000}, {32, 32, true, 0x20000010}, ERROR_UNREPRESENTABLE},
        {{0x20000000, 0x20010000}, {8192, 32, true, 0x20000020}, ERROR_UNREPRESENTABLE},
        {{0x20000000, 0x20010000}, {8192, 32, true, 0x20000400}, ERROR_NONE},
        {{0x20000000, 0x20010000}, {12 * 1024, 2048, true, 0x20004000}, ERROR_NONE},
        {{0x20000000, 0x20010000}, {UINT32_MAX, 32, true, 0x20004000}, ERROR_NO_MEMORY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const enum error error = mpu_v7_block_place(cases[i].free, &cases[i].request, &placed);
        if (error != cases[i].error) {
            fail_msg("case %zu: %d", i, (int)error);
        }
    }
}

static void encode_refuses_what_was_not_placed(void **state)
{
    (void)state;
    const struct subject good = subject_at(0x20010000, 12000, 1000);
    uint32_t image[MPU_V7_IMAGE_WORDS] = {0};
    static const struct {
        struct range code;
        intptr_t start, kernel_start, end; // added to those of the block
        size_t app_bytes;
    } cases[] = {
        {{0x40000, 0x40000}, 0, 0, 0, 12000},       {{0x50000, 0x40000}, 0, 0, 0, 12000},
        {{0x40001, 0x40021}, 0, 0, 0, 12000},       {{0x40000, 0x40010}, 0, 0, 0, 12000},
        {{0x40000, 0x50000}, 32, 0, 0, 12000},      {{0x40000, 0x50000}, 0, 32, 0, 12000},
        {{0x40000, 0x50000}, 0, -32, 0, 12000},     {{0x40000, 0x50000}, 0, 0, -0x10000, 12000},
        {{0x40000, 0x50000}, 0, 0, 0, 20000},       {{0x40000, 0x50000}, 0, 0, 0, UINT32_MAX},
        {{0x40000, 0x50000}, 0x10000, 0, 0, 12000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct port_block block = good.block;
        block.block.start += (uintptr_t)cases[i].start;
        block.kernel_start += (uintptr_t)cases[i].kernel_start;
        block.block.end += (uintptr_t)cases[i].end;
        if (mpu_v7_image_encode(image, cases[i].code, &block, cases[i].app_bytes) !=
            ERROR_UNREPRESENTABLE) {
            fail_msg("case %zu was not refused", i);
        }
        for (size_t j = 0; j < MPU_V7_IMAGE_WORDS; j++) {
            assert_int_equal(image[j], 0);
        }
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
    assert_int_equal(mpu_v7_block_place(near_end, &request, &placed), ERROR_NO_MEMORY);
    assert_int_equal(mpu_v7_block_place(beyond, &request, &placed), ERROR_NO_MEMORY);
    assert_int_equal(mpu_v7_block_place(everywhere, &large, &placed), ERROR_NO_MEMORY);
    struct subject subject = subject_at(0x20010000, 12000, 1000);
    uintptr_t exposed_end;
    assert_int_equal(mpu_v7_image_expose(subject.image, 0x20010000 + far, far * 2, &exposed_end),
                     ERROR_UNREPRESENTABLE);
}

static void expose_at_both_sides_of_each_limit(void **state)
{
    (void)state;
    struct subject subject = subject_at(0x20010000, 4096, 1000);
    const uintptr_t start = subject.block.block.start;
    static const struct {
        intptr_t app_break, limit;
        enum error error;
        uintptr_t exposed;
    } cases[] = {
        {0, 0, ERROR_NONE, 0},
        {1, 0, ERROR_UNREPRESENTABLE, 0},
        {1, 255, ERROR_UNREPRESENTABLE, 0},
        {1, 256, ERROR_NONE, 256},
        {256, 256, ERROR_NONE, 256},
        {257, 511, ERROR_UNREPRESENTABLE, 0},
        {257, 512, ERROR_NONE, 512},
        {4096, 4096, ERROR_NONE, 4096},
        {4097, 5096, ERROR_UNREPRESENTABLE, 0},
        {-1, 4096, ERROR_UNREPRESENTABLE, 0},
        {-0x20010000, 4096, ERROR_UNREPRESENTABLE, 0},
        {100, -1, ERROR_UNREPRESENTABLE, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uintptr_t exposed_end = start + cases[i].exposed;
        const enum error error =
            mpu_v7_image_expose(subject.image, start + (uintptr_t)cases[i].app_break,
                                start + (uintptr_t)cases[i].limit, &exposed_end);
        if (error != cases[i].error || exposed_end != start + cases[i].exposed) {
            fail_msg("case %zu: error %d, exposed %#zx", i, (int)error, exposed_end - start);
        }
    }
}

static void image_names_every_region_of_a_process(void **state)
{
    (void)state;
    const struct subject subject = subject_at(0x20020000, 100, 1000);
    for (uint32_t i = 0; i < MPU_REGION_PROCESS_COUNT; i++) {
        assert_int_equal(subject.image[2 * i] & 0x1F, 0x10 | (i + 1));
    }
}

static void region_at_the_end_of_the_addresses_does_not_wrap(void **state)
{
    (void)state;
    struct subject subject = subject_at(0xFFFFE000, 7600, 64);
    uintptr_t exposed_end = 0;
    assert_int_equal(mpu_v7_image_expose(subject.image, subject.block.kernel_start,
                                         subject.block.kernel_start, &exposed_end),
                     ERROR_NONE);
    assert_int_equal(exposed_end, subject.block.kernel_start);
    assert_int_equal(mpu_v7_image_expose(subject.image, UINT32_MAX - 1, UINT32_MAX, &exposed_end),
                     ERROR_UNREPRESENTABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_that_cannot_be_met_are_refused),
        cmocka_unit_test(encode_refuses_what_was_not_placed),
        cmocka_unit_test(addresses_of_more_than_32_bits_are_refused),
        cmocka_unit_test(expose_at_both_sides_of_each_limit),
        cmocka_unit_test(image_names_every_region_of_a_process),
        cmocka_unit_test(region_at_the_end_of_the_addresses_does_not_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
