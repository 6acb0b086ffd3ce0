// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Ranges and checked arithmetic: all small values against sets of bytes, and the end of the
/// addresses.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <lib/checked.h>
#include <lib/range.h>

enum { SMALL = 7 };

static bool has_byte(struct range range, uintptr_t byte)
{
    return range.start <= byte && byte < range.end;
}

/// Calls `test` with every pair of small ranges, empty ones included.
static void each_pair(void (*test)(struct range one, struct range other))
{
    for (uintptr_t a = 0; a < SMALL; a++) {
        for (uintptr_t b = a; b < SMALL; b++) {
            for (uintptr_t c = 0; c < SMALL; c++) {
                for (uintptr_t d = c; d < SMALL; d++) {
                    test((struct range){a, b}, (struct range){c, d});
                }
            }
        }
    }
}

static void overlap_check(struct range one, struct range other)
{
    bool overlaps = false;
    for (uintptr_t byte = 0; byte < SMALL; byte++) {
        overlaps |= has_byte(one, byte) && has_byte(other, byte);
    }
    assert_int_equal(range_overlaps(one, other), overlaps);
    assert_int_equal(range_overlaps(other, one), overlaps);
}

static void ranges_overlap_when_a_byte_lies_in_both(void **state)
{
    (void)state;
    each_pair(overlap_check);
}

static void isolation_bug_09_empty_ranges_overlap_nothing(void **state)
{
    (void)state;
    static const uintptr_t places[] = {0, 1, 4, 31, 32, 64, UINTPTR_MAX - 1, UINTPTR_MAX};
    enum { PLACES = sizeof places / sizeof places[0] };
    for (unsigned i = 0; i < PLACES; i++) {
        const struct range empty = {places[i], places[i]};
        for (unsigned start = 0; start < PLACES; start++) {
            for (unsigned end = start; end < PLACES; end++) {
                const struct range other = {places[start], places[end]};
                assert_false(range_overlaps(empty, other));
                assert_false(range_overlaps(other, empty));
            }
        }
        // Nor does one that is upside down.
        assert_false(range_overlaps((struct range){64, places[i] % 32}, (struct range){0, 128}));
    }
    assert_true(range_overlaps((struct range){0, 1}, (struct range){0, UINTPTR_MAX}));
    assert_true(range_overlaps((struct range){UINTPTR_MAX - 1, UINTPTR_MAX},
                               (struct range){0, UINTPTR_MAX}));
}

static void contain_check(struct range outer, struct range inner)
{
    // An empty range has a place, too: it must lie inside or at an end.
    bool contains = outer.start <= inner.start && inner.end <= outer.end;
    for (uintptr_t byte = 0; byte < SMALL; byte++) {
        contains &= !has_byte(inner, byte) || has_byte(outer, byte);
    }
    assert_int_equal(range_contains(outer, inner), contains);
}

static void range_contains_all_bytes_of_the_inner_one(void **state)
{
    (void)state;
    each_pair(contain_check);
    // One that is upside down, as after a sum that wrapped, is inside nothing.
    const struct range all = {0, UINTPTR_MAX};
    assert_false(range_contains(all, (struct range){5, 4}));
    assert_false(range_contains(all, (struct range){UINTPTR_MAX, 0}));
    assert_int_equal(range_bytes((struct range){3, 10}), 7);
    assert_int_equal(range_bytes((struct range){UINTPTR_MAX, UINTPTR_MAX}), 0);
}

static void sums_and_products_that_do_not_fit_are_found(void **state)
{
    (void)state;
    uintptr_t result = 0;
    assert_true(checked_add(UINTPTR_MAX, 0, &result));
    assert_true(checked_add(UINTPTR_MAX - 1, 1, &result));
    assert_true(result == UINTPTR_MAX);
    assert_false(checked_add(UINTPTR_MAX, 1, &result));
    assert_false(checked_add(1, UINTPTR_MAX, &result));
    assert_false(checked_add(UINTPTR_MAX, UINTPTR_MAX, &result));
    assert_true(checked_multiply(UINTPTR_MAX, 1, &result));
    assert_true(checked_multiply(UINTPTR_MAX, 0, &result));
    assert_false(checked_multiply(UINTPTR_MAX, 2, &result));
    assert_false(checked_multiply(UINTPTR_MAX / 2 + 1, 2, &result));
    assert_true(checked_multiply(UINTPTR_MAX / 2, 2, &result));
}

static void alignment_goes_up_to_the_next_multiple_or_fails(void **state)
{
    (void)state;
    for (uintptr_t alignment = 1; alignment <= 64; alignment *= 2) {
        for (uintptr_t value = 0; value < 200; value++) {
            uintptr_t aligned;
            assert_true(checked_align_up(value, alignment, &aligned));
            assert_true(aligned >= value && aligned - value < alignment);
            assert_int_equal(aligned % alignment, 0);
            assert_true(align_down(value, alignment) <= value);
            assert_true(value - align_down(value, alignment) < alignment);
            assert_int_equal(align_down(value, alignment) % alignment, 0);
        }
    }
    uintptr_t aligned = 77;
    assert_true(checked_align_up(UINTPTR_MAX - 31, 32, &aligned));
    assert_true(aligned == UINTPTR_MAX - 31);
    for (uintptr_t below = 0; below < 31; below++) {
        assert_false(checked_align_up(UINTPTR_MAX - below, 32, &aligned));
    }
    assert_true(checked_align_up(UINTPTR_MAX, 1, &aligned));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_overlap_when_a_byte_lies_in_both),
        cmocka_unit_test(isolation_bug_09_empty_ranges_overlap_nothing),
        cmocka_unit_test(range_contains_all_bytes_of_the_inner_one),
        cmocka_unit_test(sums_and_products_that_do_not_fit_are_found),
        cmocka_unit_test(alignment_goes_up_to_the_next_multiple_or_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
