// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <abi/error.h>
#include <lib/cell.h>
#include <lib/ring.h>

struct counter {
    uint32_t count;
};

static struct {
    VALUE_CELL(uint32_t) value;
    OPTIONAL_CELL(uint32_t) optional;
    MAP_CELL(struct counter) map;
    RING(uint8_t, 3) ring;
} cells;

static void value_is_what_was_set(void **state)
{
    (void)state;
    assert_int_equal(VALUE_GET(cells.value), 0);
    VALUE_SET(cells.value, 7);
    assert_int_equal(VALUE_GET(cells.value), 7);
}

static void optional_is_empty_until_it_is_set(void **state)
{
    (void)state;
    assert_false(OPTIONAL_HAS(cells.optional));
    OPTIONAL_SET(cells.optional, 9);
    assert_true(OPTIONAL_HAS(cells.optional));
    assert_int_equal(OPTIONAL_GET(cells.optional), 9);
    OPTIONAL_CLEAR(cells.optional);
    assert_false(OPTIONAL_HAS(cells.optional));
}

// Clang does not see through a call, so here only the run time refuses.
static enum error counter_add(void)
{
    enum error error = ERROR_FAILED;
    WITH_MAP(struct counter, counter, cells.map, error)
    {
        counter->count++;
    }
    return error;
}

static enum error counter_leave_early(void)
{
    enum error error = ERROR_FAILED;
    WITH_MAP(struct counter, counter, cells.map, error)
    {
        if (counter->count > 0) {
            return ERROR_ALREADY;
        }
    }
    return error;
}

static void map_is_used_by_one_at_a_time(void **state)
{
    (void)state;
    enum error error = ERROR_FAILED;
    bool has_run = false;
    assert_int_equal(counter_add(), ERROR_NONE);
    WITH_MAP(struct counter, counter, cells.map, error)
    {
        has_run = true;
        assert_int_equal(counter->count, 1);
        assert_int_equal(counter_add(), ERROR_BUSY);
        assert_int_equal(counter->count, 1);
        // Neither did the refused one end the use of this one.
        assert_int_equal(counter_add(), ERROR_BUSY);
    }
    assert_true(has_run);
    assert_int_equal(error, ERROR_NONE);
    assert_int_equal(counter_leave_early(), ERROR_ALREADY);
    assert_int_equal(counter_add(), ERROR_NONE);
}

static void ring_keeps_order_and_refuses_when_full(void **state)
{
    (void)state;
    uint8_t taken = 0xFF;
    assert_false(RING_TAKE(cells.ring, taken));
    assert_int_equal(taken, 0xFF);
    for (uint8_t round = 0; round < 5; round++) {
        assert_true(RING_PUT(cells.ring, (uint8_t)(round + 1)));
        assert_true(RING_PUT(cells.ring, (uint8_t)(round + 2)));
        assert_true(RING_PUT(cells.ring, (uint8_t)(round + 3)));
        assert_false(RING_PUT(cells.ring, 99));
        assert_int_equal(RING_COUNT(cells.ring), 3);
        for (uint8_t i = 1; i <= 3; i++) {
            assert_true(RING_TAKE(cells.ring, taken));
            assert_int_equal(taken, round + i);
        }
        assert_true(RING_PUT(cells.ring, 50)); // The start moves on.
        assert_true(RING_TAKE(cells.ring, taken));
        assert_int_equal(RING_COUNT(cells.ring), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(value_is_what_was_set),
        cmocka_unit_test(optional_is_empty_until_it_is_set),
        cmocka_unit_test(map_is_used_by_one_at_a_time),
        cmocka_unit_test(ring_keeps_order_and_refuses_when_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
