// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The driver of input devices, against ones that do what the standard says and ones that do not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "input_machine.h"

enum { STORM = 64, ROUNDS = 1000 };

static void watch(bool is_wanted)
{
    virtio_input_touch_watch(&is_wanted);
}

static int setup(void **state)
{
    (void)state;
    input_reset();
    virtio_input_initialise();
    watch(true);
    virtio_input_key_watch(0xFF);
    return 0;
}

static void tell(unsigned slot, uint16_t type, uint16_t code, uint32_t value)
{
    assert_true(input_tell(slot, type, code, value));
}

/// The pen is somewhere, and the group of events is over.
static void pen(uint32_t x, uint32_t y, int is_down)
{
    tell(TABLET, PLACE, 0, x);
    tell(TABLET, PLACE, 1, y);
    if (is_down >= 0) {
        tell(TABLET, KEY, MAIN_BUTTON, (uint32_t)is_down);
    }
    tell(TABLET, END, 0, 0);
    input_serve(TABLET);
}

static void expect_touch(unsigned count, enum touch_status status, uint16_t x, uint16_t y)
{
    assert_int_equal(input.told_count, count);
    const struct touched *last = &input.told[count - 1];
    assert_int_equal(last->status, status);
    assert_int_equal(last->x, x);
    assert_int_equal(last->y, y);
}

static void touches_are_told_as_pixels(void **state)
{
    (void)state;
    assert_true(virtio_input_touch_is_present());
    assert_true(input.devices[TABLET].is_line_enabled && input.devices[KEYBOARD].is_line_enabled);
    pen(5, 5, -1);
    assert_int_equal(input.told_count, 0);
    pen(0, 0, 1);
    expect_touch(1, TOUCH_PRESSED, 0, 0);
    pen(PLACE_MOST, PLACE_MOST, -1);
    expect_touch(2, TOUCH_MOVED, 319, 239);
    pen(PLACE_MOST, PLACE_MOST, -1);
    assert_int_equal(input.told_count, 2);
    // More than the most is the most.
    pen(UINT32_MAX, PLACE_MOST / 2 + 1, -1);
    expect_touch(3, TOUCH_MOVED, 319, 120);
    pen(PLACE_MOST / 2 + 1, 0, 0);
    expect_touch(4, TOUCH_RELEASED, 160, 0);
    pen(1, 1, -1);
    assert_int_equal(input.told_count, 4);
    // What is no place and no main button is nothing.
    tell(TABLET, PLACE, 2, 7);
    tell(TABLET, KEY, MAIN_BUTTON + 1, 1);
    tell(TABLET, 2, 8, 1);
    tell(TABLET, END, 0, 0);
    input_serve(TABLET);
    assert_int_equal(input.told_count, 4);
}

static void nobody_is_told_who_did_not_ask(void **state)
{
    (void)state;
    watch(false);
    pen(0, 0, 1);
    assert_int_equal(input.told_count, 0);
    // A touch from before is not told of as a new one.
    watch(true);
    pen(PLACE_MOST, 0, -1);
    expect_touch(1, TOUCH_MOVED, 319, 0);
    virtio_input_key_watch(1u << 3);
    tell(KEYBOARD, KEY, 103, 1);
    tell(KEYBOARD, KEY, 106, 1);
    input_serve(KEYBOARD);
    assert_int_equal(input.changed_count, 1);
    assert_int_equal(input.changed[0].index, 3);
    assert_true(virtio_input_key_is_pressed(0) && virtio_input_key_is_pressed(3));
    assert_false(virtio_input_key_is_pressed(1));
}

static void keys_are_buttons(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < VIRTIO_INPUT_KEY_COUNT; i++) {
        const uint16_t code = virtio_input_choice.keys[i];
        tell(KEYBOARD, KEY, code, 1);
        tell(KEYBOARD, KEY, code, 2); // It repeats, which is no change.
        tell(KEYBOARD, END, 0, 0);
        input_serve(KEYBOARD);
        assert_true(virtio_input_key_is_pressed(i));
        tell(KEYBOARD, KEY, code, 0);
        tell(KEYBOARD, KEY, code, 0);
        input_serve(KEYBOARD);
        assert_int_equal(input.changed_count, 2 * i + 2);
        assert_int_equal(input.changed[2 * i].index, i);
        assert_true(input.changed[2 * i].is_pressed);
        assert_int_equal(input.changed[2 * i + 1].index, i);
        assert_false(input.changed[2 * i + 1].is_pressed);
    }
    tell(KEYBOARD, KEY, 30, 1);
    tell(KEYBOARD, PLACE, 103, 1);
    input_serve(KEYBOARD);
    assert_int_equal(input.changed_count, 2 * VIRTIO_INPUT_KEY_COUNT);
}

static void many_events_wait_and_all_come(void **state)
{
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        input.changed_count = 0;
        for (unsigned i = 0; i < VIRTIO_EVENTS; i++) {
            tell(KEYBOARD, KEY, virtio_input_choice.keys[i % 8], i / 8 % 2 == 0);
        }
        assert_false(input_tell(KEYBOARD, END, 0, 0));
        // A few at a time.
        assert_true(virtio_input_bottom_half(KEYBOARD + 1));
        assert_true(input.changed_count > 0 && input.changed_count < 8);
        input_serve(KEYBOARD);
        assert_int_equal(input.changed_count, VIRTIO_EVENTS);
    }
}

static void devices_that_do_not_fit_are_none(void **state)
{
    (void)state;
    for (unsigned way = 0; way < 7; way++) {
        input_reset();
        struct input_device *tablet = &input.devices[TABLET];
        tablet->is_absent = way == 0;
        tablet->never_resets = way == 1;
        tablet->entries_max = way == 2 ? VIRTIO_EVENTS - 1 : 64;
        tablet->lacks_axes = way == 3;
        tablet->most = way == 4 ? 0 : way == 5 ? UINT32_MAX : PLACE_MOST;
        tablet->least = way == 6 ? 1 : 0;
        virtio_input_initialise();
        assert_false(virtio_input_touch_is_present());
        assert_false(tablet->is_line_enabled);
        assert_false(virtio_input_bottom_half(TABLET + 1));
        // The other one works all the same.
        virtio_input_key_watch(1);
        tell(KEYBOARD, KEY, 103, 1);
        input_serve(KEYBOARD);
        assert_int_equal(input.changed_count, 1);
    }
    input_reset();
    input.devices[TABLET].version = 1;
    virtio_input_initialise();
    assert_true(virtio_input_touch_is_present());
}

static void devices_that_break_their_queue_are_dropped(void **state)
{
    (void)state;
    static const struct {
        uint16_t step;
        uint32_t id;
        uint32_t length_bytes;
    } lies[] = {
        {1, VIRTIO_EVENTS, 8}, {1, UINT32_MAX, 8},        {1, 0, 7},          {1, 0, 9}, {1, 0, 0},
        {1, 0, UINT32_MAX},    {VIRTIO_EVENTS + 1, 0, 8}, {UINT16_MAX, 0, 8},
    };
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        (void)setup(NULL);
        pen(0, 0, 1);
        tell(KEYBOARD, KEY, 103, 1);
        tell(KEYBOARD, KEY, 15, 1);
        input_serve(KEYBOARD);
        static const unsigned slots[] = {TABLET, KEYBOARD};
        for (unsigned k = 0; k < 2; k++) {
            struct virtio_event_queue *queue = input_queue(slots[k]);
            const uint16_t index = queue->used.index;
            // What else is in the ring looks as it should.
            for (unsigned place = 0; place < VIRTIO_EVENTS; place++) {
                queue->used.ring[place].id = place;
                queue->used.ring[place].length_bytes = VIRTIO_EVENT_BYTES;
            }
            input_use(slots[k], (uint16_t)(index + lies[i].step), lies[i].id, lies[i].length_bytes);
            assert_true(virtio_input_bottom_half(slots[k] + 1));
            assert_true(input.devices[slots[k]].is_line_masked);
            assert_false(virtio_input_bottom_half(slots[k] + 1));
        }
        // What was pressed is released.
        assert_false(virtio_input_touch_is_present());
        expect_touch(2, TOUCH_RELEASED, 0, 0);
        assert_int_equal(input.changed_count, 4);
        assert_int_equal(input.changed[2].index, 0);
        assert_int_equal(input.changed[3].index, 7);
        assert_false(input.changed[2].is_pressed || input.changed[3].is_pressed);
    }
}

/// One that names a place twice writes to that place only.
static void place_that_is_named_twice_is_harmless(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ROUNDS; i++) {
        input_use(KEYBOARD, (uint16_t)(input_queue(KEYBOARD)->used.index + 1), 3, 8);
        input_serve(KEYBOARD);
    }
    assert_false(input.devices[KEYBOARD].is_line_masked);
    struct virtio_event_queue *queue = input_queue(KEYBOARD);
    for (unsigned i = 0; i < VIRTIO_EVENTS; i++) {
        assert_true(queue->available.ring[i] < VIRTIO_EVENTS);
        assert_ptr_equal((void *)(uintptr_t)queue->descriptors[i].address, &queue->events[i]);
    }
}

static void device_that_storms_is_dropped(void **state)
{
    (void)state;
    for (unsigned i = 1; i < STORM; i++) {
        assert_true(virtio_input_bottom_half(TABLET + 1));
    }
    assert_true(virtio_input_touch_is_present());
    tell(TABLET, END, 0, 0);
    for (unsigned i = 0; i < STORM; i++) {
        assert_true(virtio_input_bottom_half(TABLET + 1));
        assert_true(virtio_input_touch_is_present());
    }
    assert_true(virtio_input_bottom_half(TABLET + 1));
    assert_false(virtio_input_touch_is_present());
    assert_false(input.devices[KEYBOARD].is_line_masked);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
    const struct CMUnitTest tests[] = {
        TEST(touches_are_told_as_pixels),
        TEST(nobody_is_told_who_did_not_ask),
        TEST(keys_are_buttons),
        TEST(many_events_wait_and_all_come),
        TEST(devices_that_do_not_fit_are_none),
        TEST(devices_that_break_their_queue_are_dropped),
        TEST(place_that_is_named_twice_is_harmless),
        TEST(device_that_storms_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
