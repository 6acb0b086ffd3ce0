// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The memory functions that compilers call, at every alignment and length, against single bytes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <lib/memory.h>
#include <stdbool.h>
#include <stdint.h>

#include "random.h"

enum { ALIGNMENTS = 9, LENGTHS = 80, GUARD = 8, BYTES = GUARD + ALIGNMENTS + LENGTHS + GUARD };

static _Alignas(16) uint8_t target[BYTES];
static _Alignas(16) uint8_t source[BYTES];
static uint8_t expected[BYTES];

static void fill_all(struct random *random)
{
    for (unsigned i = 0; i < BYTES; i++) {
        target[i] = (uint8_t)random_next(random);
        source[i] = (uint8_t)random_next(random);
        expected[i] = target[i];
    }
}

static void target_check(void)
{
    for (unsigned i = 0; i < BYTES; i++) {
        assert_int_equal(target[i], expected[i]);
    }
}

static void clear_and_set_write_exactly_their_bytes(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    for (unsigned to = GUARD; to < GUARD + ALIGNMENTS; to++) {
        for (unsigned length = 0; length <= LENGTHS; length++) {
            fill_all(&random);
            for (unsigned i = 0; i < length; i++) {
                expected[to + i] = 0;
            }
            memory_clear(&target[to], length);
            target_check();

            fill_all(&random);
            const int value = (int)random_next(&random); // only its low byte counts
            for (unsigned i = 0; i < length; i++) {
                expected[to + i] = (uint8_t)value;
            }
            assert_ptr_equal(memset(&target[to], value, length), &target[to]);
            target_check();
        }
    }
}

static void copy_writes_exactly_its_bytes(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    for (unsigned to = GUARD; to < GUARD + ALIGNMENTS; to++) {
        for (unsigned from = GUARD; from < GUARD + ALIGNMENTS; from++) {
            for (unsigned length = 0; length <= LENGTHS; length++) {
                fill_all(&random);
                for (unsigned i = 0; i < length; i++) {
                    expected[to + i] = source[from + i];
                }
                assert_ptr_equal(memcpy(&target[to], &source[from], length), &target[to]);
                target_check();
            }
        }
    }
}

static void move_copies_overlapping_bytes_as_if_through_a_third_place(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    for (unsigned to = 0; to < 24; to++) {
        for (unsigned from = 0; from < 24; from++) {
            for (unsigned length = 0; length <= LENGTHS; length++) {
                fill_all(&random);
                for (unsigned i = 0; i < length; i++) {
                    expected[to + i] = target[from + i];
                }
                assert_ptr_equal(memmove(&target[to], &target[from], length), &target[to]);
                target_check();
            }
        }
    }
}

static void compare_looks_at_unsigned_bytes_in_order(void **state)
{
    (void)state;
    static const uint8_t low[] = {1, 2, 0x7F, 4};
    static const uint8_t high[] = {1, 2, 0x80, 3};
    assert_int_equal(memcmp(low, high, 0), 0);
    assert_int_equal(memcmp(low, high, 2), 0);
    assert_true(memcmp(low, high, 3) < 0);
    assert_true(memcmp(high, low, 4) > 0);
    assert_int_equal(memcmp(low, low, 4), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clear_and_set_write_exactly_their_bytes),
        cmocka_unit_test(copy_writes_exactly_its_bytes),
        cmocka_unit_test(move_copies_overlapping_bytes_as_if_through_a_third_place),
        cmocka_unit_test(compare_looks_at_unsigned_bytes_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
