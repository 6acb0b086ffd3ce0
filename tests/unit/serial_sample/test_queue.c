// SPDX-License-Identifier: Apache-2.0 OR MIT
// A queue between two programs: bytes come out as they went in, and a side that writes what it
// likes gets nowhere. Each queue is memory of its own, so that the sanitizer sees a byte beside it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "queue.h"
#include "random.h"

enum { STEPS = 20000 };

static int queue_make(void **state)
{
    *state = calloc(1, sizeof(struct queue));
    return *state == NULL ? -1 : 0;
}

static int queue_drop(void **state)
{
    free(*state);
    return 0;
}

static void bytes_come_in_their_order(void **state)
{
    struct queue *queue = *state;
    // The counts wrap on the way.
    queue->produced = queue->consumed = UINT32_MAX - 1000;
    struct queue_writer writer = queue_write_open(queue);
    struct queue_reader reader = queue_read_open(queue);
    struct random random = random_start(__func__);
    uint32_t in = 0;
    uint32_t out = 0;
    for (unsigned step = 0; step < STEPS; step++) {
        if (random_below(&random, 2) == 0) {
            assert_int_equal(queue_put(&writer, (uint8_t)in), in - out < QUEUE_BYTES);
            in += in - out < QUEUE_BYTES ? 1 : 0;
        } else {
            uint8_t byte = 0;
            assert_int_equal(queue_take(&reader, &byte), in != out);
            if (in != out) {
                assert_int_equal(byte, (uint8_t)out);
                out++;
            }
        }
        assert_int_equal(queue_room(&writer), QUEUE_BYTES - (in - out));
        assert_int_equal(queue_is_empty(&reader), in == out);
    }
}

static void full_and_empty(void **state)
{
    struct queue_writer writer = queue_write_open(*state);
    struct queue_reader reader = queue_read_open(*state);
    uint8_t byte;
    assert_false(queue_take(&reader, &byte));
    for (unsigned i = 0; i < QUEUE_BYTES; i++) {
        assert_true(queue_put(&writer, (uint8_t)i));
    }
    assert_false(queue_put(&writer, 0));
    for (unsigned i = 0; i < QUEUE_BYTES; i++) {
        assert_true(queue_take(&reader, &byte));
        assert_int_equal(byte, (uint8_t)i);
    }
    assert_false(queue_take(&reader, &byte));
}

static void another_life_goes_on_where_the_former_stopped(void **state)
{
    struct queue_writer writer = queue_write_open(*state);
    struct queue_reader reader = queue_read_open(*state);
    uint8_t byte;
    for (unsigned i = 0; i < 10; i++) {
        assert_true(queue_put(&writer, (uint8_t)i));
    }
    assert_true(queue_take(&reader, &byte));
    reader = queue_read_open(*state);
    writer = queue_write_open(*state);
    assert_true(queue_put(&writer, 10));
    for (unsigned i = 1; i <= 10; i++) {
        assert_true(queue_take(&reader, &byte));
        assert_int_equal(byte, i);
    }
    assert_true(queue_is_empty(&reader));
}

static void counts_that_make_no_sense(void **state)
{
    static const uint32_t wrong[] = {QUEUE_BYTES + 1, UINT32_MAX, UINT32_MAX / 2, 0x80000000};
    struct queue *queue = *state;
    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct queue_reader reader = queue_read_open(queue);
        uint8_t byte;
        queue->produced = reader.consumed + wrong[i];
        assert_true(queue_is_empty(&reader));
        assert_false(queue_take(&reader, &byte));
        // What is put behind that comes.
        struct queue_writer writer = queue_write_open(queue);
        assert_true(queue_put(&writer, 'x'));
        assert_true(queue_take(&reader, &byte));
        assert_int_equal(byte, 'x');

        queue->consumed = writer.produced - wrong[i];
        assert_int_equal(queue_room(&writer), 0);
        assert_false(queue_put(&writer, 'y'));
        reader = queue_read_open(queue);
        assert_int_equal(queue_room(&writer), QUEUE_BYTES);
        assert_true(queue_is_empty(&reader));

        // A writer's next life puts right what its former one has left.
        queue->produced = queue->consumed + wrong[i];
        writer = queue_write_open(queue);
        assert_int_equal(queue_room(&writer), QUEUE_BYTES);
    }
}

/// No more bytes are taken than a queue holds before the other side writes again.
static void hostile_other_side(void **state)
{
    struct queue *queue = *state;
    struct random random = random_start(__func__);
    struct queue_writer writer = queue_write_open(queue);
    struct queue_reader reader = queue_read_open(queue);
    for (unsigned step = 0; step < STEPS / 10; step++) {
        queue->produced = random_next(&random) >> random_below(&random, 32);
        queue->consumed = random_next(&random) >> random_below(&random, 32);
        queue->bytes[random_below(&random, QUEUE_BYTES)] = (uint8_t)random_next(&random);
        if (random_below(&random, 4) == 0) {
            writer = queue_write_open(queue);
            reader = queue_read_open(queue);
        }
        unsigned taken = 0;
        unsigned put = 0;
        uint8_t byte;
        while (queue_take(&reader, &byte)) {
            taken++;
            assert_in_range(taken, 1, QUEUE_BYTES);
        }
        queue->consumed = random_next(&random);
        assert_in_range(queue_room(&writer), 0, QUEUE_BYTES);
        while (queue_put(&writer, 0)) {
            put++;
            assert_in_range(put, 1, QUEUE_BYTES);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bytes_come_in_their_order, queue_make, queue_drop),
        cmocka_unit_test_setup_teardown(full_and_empty, queue_make, queue_drop),
        cmocka_unit_test_setup_teardown(another_life_goes_on_where_the_former_stopped, queue_make,
                                        queue_drop),
        cmocka_unit_test_setup_teardown(counts_that_make_no_sense, queue_make, queue_drop),
        cmocka_unit_test_setup_teardown(hostile_other_side, queue_make, queue_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
