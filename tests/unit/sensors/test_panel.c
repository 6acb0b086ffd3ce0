// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Lights, pins, a display and a clock, each alone with a bus whose devices are registers only.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/m41t80/m41t80.h>
#include <capsules/max7310/max7310.h>
#include <capsules/pca9552/pca9552.h>
#include <capsules/ssd0303/ssd0303.h>
#include <capsules/virtual_i2c/virtual_i2c.h>
#include <cmocka.h>

#include "bench.h"
#include "fake_board.h"
#include "fake_bus.h"

enum { LIGHTS, PINS, DISPLAY, CLOCK, CAPSULE_COUNT };
enum { LIGHTS_AT = 0x60, PINS_AT = 0x18, DISPLAY_AT = 0x3C, CLOCK_AT = 0x6A };
enum { SELECTORS = 0x16, READINGS_PER_SECOND = 50 };
enum { PIN_INPUT, PIN_OUTPUT, PIN_INVERSION, PIN_DIRECTION }; // registers

const struct bench_capsule bench_capsules[] = {
    [LIGHTS] = {pca9552_init, pca9552_deferred, .driver = BENCH_NO_DRIVER, BENCH_STATE(pca9552)},
    [PINS] = {max7310_init, max7310_deferred, max7310_timer, .driver = BENCH_NO_DRIVER,
              BENCH_STATE(max7310)},
    [DISPLAY] = {ssd0303_init, ssd0303_deferred, .driver = BENCH_NO_DRIVER, BENCH_STATE(ssd0303)},
    [CLOCK] = {m41t80_init, m41t80_deferred, .driver = BENCH_NO_DRIVER, BENCH_STATE(m41t80)},
};
const size_t bench_capsule_count = CAPSULE_COUNT;

const struct i2c_place pca9552_place = {LIGHTS_AT};
const struct i2c_place max7310_place = {PINS_AT};
const struct i2c_place ssd0303_place = {DISPLAY_AT};
const struct i2c_place m41t80_place = {CLOCK_AT};

/// One client has the bus at a time; the others are BUSY, as after a restart, and try again.
static enum error shared_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return virtual_i2c_bus.transfer(buffer, message);
}

static enum error shared_cancel(void)
{
    return virtual_i2c_bus.cancel();
}
const struct i2c_bus pca9552_bus = {shared_transfer, shared_cancel};
const struct i2c_bus max7310_bus = {shared_transfer, shared_cancel};
const struct i2c_bus ssd0303_bus = {shared_transfer, shared_cancel};
const struct i2c_bus m41t80_bus = {shared_transfer, shared_cancel};

static void (*const done_of[])(const struct i2c_done *event) = {[LIGHTS] = pca9552_done,
                                                                [PINS] = max7310_done,
                                                                [DISPLAY] = ssd0303_done,
                                                                [CLOCK] = m41t80_done};

/// All are told of every end: a bus that was busy for somebody else is free then.
static void all_done(const struct i2c_done *event)
{
    const struct i2c_done nothing = {.status = ERROR_RESERVE};
    for (size_t i = 0; i < CAPSULE_COUNT; i++) {
        if ((i == event->buffer.index || !fake_bus_holds(i)) && bench_enter(i)) {
            done_of[i](i == event->buffer.index ? event : &nothing);
            bench_leave();
        }
    }
}

static struct {
    unsigned count;
    struct gpio_changed last;
} edges;

static void edge_note(const struct gpio_changed *event)
{
    edges.count++;
    edges.last = *event;
}
const struct gpio_client max7310_client = {edge_note};

static struct {
    unsigned count;
    struct date_time_done last;
} ends;

static enum error end_note(struct date_time_done *done)
{
    ends.count++;
    ends.last = *done;
    return ERROR_NONE;
}
const struct date_time_client m41t80_client = {end_note};

static int reset(void **state)
{
    fake_bus_reset(all_done);
    fake_bus.registers[PINS_AT][PIN_INVERSION] = 0xF0;
    fake_bus.registers[PINS_AT][PIN_DIRECTION] = 0xFF;
    const int result = bench_reset(state);
    fake_bus_run();
    edges.count = 0;
    ends.count = 0;
    return result;
}

static unsigned log_lines;

enum error capsule_log_(const char *line)
{
    assert_non_null(strstr(line, "The lights do not answer."));
    log_lines++;
    return ERROR_NONE;
}

// ---------------------------------------------------------------------------------------------
// Lights

static void light_set(uint32_t index, bool is_on)
{
    assert_true(bench_enter(LIGHTS));
    pca9552_set(index, is_on);
    bench_leave();
}

static void selectors_expect(uint32_t on)
{
    for (uint32_t i = 0; i < PCA9552_LED_COUNT; i++) {
        const uint32_t byte = fake_bus.registers[LIGHTS_AT][SELECTORS + i / 4];
        assert_int_equal(byte >> i % 4 * 2 & 3, (on >> i & 1) != 0 ? 0 : 1);
        assert_int_equal(pca9552_is_on(i), on >> i & 1);
    }
}

static void lights_are_as_they_are_wished_for(void **state)
{
    (void)state;
    selectors_expect(0);
    light_set(0, true);
    light_set(15, true);
    light_set(6, true);
    light_set(16, true);
    light_set(UINT32_MAX, true);
    fake_bus_run();
    selectors_expect(0x8041);
    light_set(15, false);
    light_set(16, false);
    fake_bus_run();
    selectors_expect(0x0041);
    assert_false(pca9552_is_on(16));
    assert_false(pca9552_is_on(UINT32_MAX));
}

static void many_wishes_are_few_transfers(void **state)
{
    (void)state;
    const unsigned before = fake_bus.transfers;
    for (uint32_t i = 0; i < 1000; i++) {
        light_set(i % PCA9552_LED_COUNT, i % 3 == 0);
        fake_run();
    }
    fake_bus_run();
    assert_in_range(fake_bus.transfers - before, 1, 2);
}

static void lights_that_fail_are_tried_a_few_times(void **state)
{
    (void)state;
    fake_bus.failure = ERROR_RESERVE;
    const unsigned before = fake_bus.transfers;
    light_set(1, true);
    fake_bus_run();
    assert_int_equal(fake_bus.transfers - before, 4);
    fake_bus.failure = ERROR_NONE;
    light_set(2, true);
    fake_bus_run();
    selectors_expect(0x0006);
    fake_bus.is_absent[LIGHTS_AT] = true;
    const unsigned again = fake_bus.transfers;
    log_lines = 0;
    light_set(2, false);
    fake_bus_run();
    light_set(2, false);
    fake_bus_run();
    assert_int_equal(fake_bus.transfers - again, 2);
    assert_int_equal(log_lines, 1);
}

// ---------------------------------------------------------------------------------------------
// Pins

static enum error pin_mode(uint32_t index, enum gpio_mode mode)
{
    assert_true(bench_enter(PINS));
    const enum error error = max7310_configure(index, mode);
    bench_leave();
    fake_bus_run();
    return error;
}

static enum error pin_write(uint32_t index, bool is_high)
{
    assert_true(bench_enter(PINS));
    const enum error error = max7310_write(index, is_high);
    bench_leave();
    fake_bus_run();
    return error;
}

static enum error pin_watch(uint32_t index, enum gpio_edge edge)
{
    assert_true(bench_enter(PINS));
    const enum error error = max7310_watch(index, edge);
    bench_leave();
    fake_bus_run();
    return error;
}

/// The pins are so outside, and somebody has looked.
static void pins_are(uint8_t levels)
{
    fake_bus.registers[PINS_AT][PIN_INPUT] = levels;
    fake_time_set(time_now() + time_hz() / READINGS_PER_SECOND);
    fake_bus_run();
}

static void pins_are_driven_and_read(void **state)
{
    (void)state;
    const uint8_t *const registers = fake_bus.registers[PINS_AT];
    assert_int_equal(registers[PIN_INVERSION], 0);
    assert_int_equal(max7310_count(), 8);
    assert_int_equal(pin_write(3, true), ERROR_NONE);
    assert_false(max7310_is_high(3)); // It is off.
    assert_int_equal(pin_mode(3, GPIO_MODE_OUTPUT), ERROR_NONE);
    assert_true(max7310_is_high(3));
    assert_int_equal(registers[PIN_DIRECTION], 0xF7);
    assert_int_equal(registers[PIN_OUTPUT], 0x08);
    assert_int_equal(pin_mode(0, GPIO_MODE_INPUT), ERROR_NONE);
    pins_are(0x81);
    assert_true(max7310_is_high(0));
    assert_false(max7310_is_high(7)); // It is off.
    pins_are(0x80);
    assert_false(max7310_is_high(0));
    assert_int_equal(pin_mode(3, GPIO_MODE_OFF), ERROR_NONE);
    assert_int_equal(registers[PIN_DIRECTION], 0xFF);
    assert_int_equal(pin_mode(0, GPIO_MODE_INPUT_PULLED_UP), ERROR_NO_SUPPORT);
    assert_int_equal(pin_mode(0, GPIO_MODE_INPUT_PULLED_DOWN), ERROR_NO_SUPPORT);
    for (uint32_t i = 8; i != 6; i = i == 8 ? UINT32_MAX : 6) {
        assert_int_equal(pin_mode(i, GPIO_MODE_OUTPUT), ERROR_INVALID);
        assert_int_equal(pin_write(i, true), ERROR_INVALID);
        assert_int_equal(pin_watch(i, GPIO_EDGE_EITHER), ERROR_INVALID);
        assert_false(max7310_is_high(i));
    }
}

static void edges_are_told_once(void **state)
{
    (void)state;
    (void)pin_mode(2, GPIO_MODE_INPUT);
    pins_are(0);
    assert_int_equal(pin_watch(2, GPIO_EDGE_RISING), ERROR_NONE);
    pins_are(0xFB);
    assert_int_equal(edges.count, 0); // That was the others.
    pins_are(0x04);
    assert_int_equal(edges.count, 1);
    assert_int_equal(edges.last.index, 2);
    assert_true(edges.last.is_high);
    pins_are(0);
    pins_are(0x04);
    pins_are(0);
    assert_int_equal(edges.count, 1); // Quiet until it is watched again,
    (void)pin_watch(2, GPIO_EDGE_RISING);
    assert_int_equal(edges.count, 2); // which tells of what was meanwhile.
    assert_false(edges.last.is_high);
    (void)pin_watch(2, GPIO_EDGE_FALLING);
    assert_int_equal(edges.count, 2);
    pins_are(0x04);
    assert_int_equal(edges.count, 2);
    pins_are(0);
    assert_int_equal(edges.count, 3);
    (void)pin_watch(2, GPIO_EDGE_EITHER);
    (void)pin_watch(2, GPIO_EDGE_NONE);
    pins_are(0x04);
    assert_int_equal(edges.count, 3);
}

static void nobody_is_read_without_an_input(void **state)
{
    (void)state;
    (void)pin_mode(1, GPIO_MODE_OUTPUT);
    const unsigned before = fake_bus.transfers;
    pins_are(0xFF);
    pins_are(0);
    assert_int_equal(fake_bus.transfers, before);
}

static void wish_outlasts_a_bus_that_fails(void **state)
{
    (void)state;
    const uint8_t *const registers = fake_bus.registers[PINS_AT];
    fake_bus.failure = ERROR_RESERVE;
    assert_int_equal(pin_mode(1, GPIO_MODE_OUTPUT), ERROR_NONE);
    assert_int_equal(pin_write(1, true), ERROR_NONE);
    pins_are(0);
    assert_int_equal(registers[PIN_OUTPUT], 0);
    fake_bus.failure = ERROR_NONE;
    pins_are(0);
    assert_int_equal(registers[PIN_DIRECTION], 0xFD);
    assert_int_equal(registers[PIN_OUTPUT], 0x02);
    const unsigned before = fake_bus.transfers;
    pins_are(0);
    assert_int_equal(fake_bus.transfers, before);
}

static void pins_that_are_gone_are_no_device_until_they_come(void **state)
{
    (void)state;
    (void)pin_mode(1, GPIO_MODE_OUTPUT);
    fake_bus.is_absent[PINS_AT] = true;
    assert_int_equal(pin_write(1, true), ERROR_NONE); // That finds it out.
    assert_int_equal(pin_write(1, true), ERROR_NO_DEVICE);
    assert_int_equal(pin_watch(1, GPIO_EDGE_EITHER), ERROR_NO_DEVICE);
    fake_bus.is_absent[PINS_AT] = false;
    memset(fake_bus.registers[PINS_AT], 0xFF, 4); // It was without power.
    assert_int_equal(pin_write(1, true), ERROR_NO_DEVICE);
    assert_int_equal(pin_write(1, true), ERROR_NONE);
    assert_int_equal(fake_bus.registers[PINS_AT][PIN_OUTPUT], 0x02);
    assert_int_equal(fake_bus.registers[PINS_AT][PIN_DIRECTION], 0xFD);
    assert_int_equal(fake_bus.registers[PINS_AT][PIN_INVERSION], 0);
}

static void refused_wish_is_not_carried_out_later(void **state)
{
    (void)state;
    const uint8_t *const registers = fake_bus.registers[PINS_AT];
    (void)pin_mode(1, GPIO_MODE_OUTPUT);
    (void)pin_mode(2, GPIO_MODE_OUTPUT);
    (void)pin_write(2, true);
    (void)pin_mode(5, GPIO_MODE_INPUT);
    (void)pin_watch(5, GPIO_EDGE_EITHER);
    pins_are(0);
    fake_bus.is_absent[PINS_AT] = true;
    pins_are(0); // That finds it out.
    assert_int_equal(pin_mode(3, GPIO_MODE_OUTPUT), ERROR_NO_DEVICE);
    assert_int_equal(pin_mode(4, GPIO_MODE_INPUT), ERROR_NO_DEVICE);
    assert_int_equal(pin_write(1, true), ERROR_NO_DEVICE);
    // But nobody keeps a pin that is given up.
    assert_int_equal(pin_write(2, false), ERROR_NO_DEVICE);
    assert_int_equal(pin_mode(2, GPIO_MODE_OFF), ERROR_NO_DEVICE);
    assert_int_equal(pin_watch(5, GPIO_EDGE_NONE), ERROR_NO_DEVICE);
    fake_bus.is_absent[PINS_AT] = false;
    pins_are(0xFF);
    assert_int_equal(registers[PIN_DIRECTION], 0xFD);
    assert_int_equal(registers[PIN_OUTPUT], 0);
    pins_are(0);
    assert_false(max7310_is_high(4));
    assert_int_equal(edges.count, 0);
    assert_int_equal(pin_mode(2, GPIO_MODE_OUTPUT), ERROR_NONE);
    assert_int_equal(registers[PIN_OUTPUT], 0);
}

static void pins_are_off_and_told_of_after_a_restart(void **state)
{
    (void)state;
    (void)pin_mode(2, GPIO_MODE_INPUT);
    (void)pin_watch(2, GPIO_EDGE_EITHER);
    (void)pin_write(6, true);
    (void)pin_mode(6, GPIO_MODE_OUTPUT);
    assert_int_equal(fake_bus.registers[PINS_AT][PIN_DIRECTION], 0xBF);
    assert_true(max7310_is_high(6));
    bench_capsule_fail(PINS);
    fake_bus_buffer_reclaim(PINS);
    bench_capsule_restart(PINS, NULL, 0);
    fake_bus_run();
    assert_int_equal(edges.count, max7310_count());
    assert_false(edges.last.is_high);
    assert_int_equal(fake_bus.registers[PINS_AT][PIN_DIRECTION], 0xFF);
    assert_int_equal(fake_bus.registers[PINS_AT][PIN_OUTPUT], 0);
    assert_false(max7310_is_high(6));
}

// ---------------------------------------------------------------------------------------------
// The display

static enum error draw(uint32_t column, uint32_t row, struct const_span bytes)
{
    const struct screen_pixels pixels = {.column = column, .row = row, .bytes = bytes};
    assert_true(bench_enter(DISPLAY));
    const enum error error = ssd0303_write(&pixels);
    bench_leave();
    return error;
}

static void drawing_is_checked_and_sent_in_groups(void **state)
{
    (void)state;
    static uint8_t bytes[65 * SCREEN_PIXEL_BYTES];
    memset(bytes, 0xFF, sizeof bytes);
    assert_int_equal(draw(0, 0, CONST_SPAN_PART(bytes, 0, 65 * 4)), ERROR_INVALID);
    assert_int_equal(draw(0, 0, CONST_SPAN_PART(bytes, 0, 3)), ERROR_INVALID);
    assert_int_equal(draw(96, 0, CONST_SPAN_PART(bytes, 0, 4)), ERROR_INVALID);
    assert_int_equal(draw(95, 0, CONST_SPAN_PART(bytes, 0, 8)), ERROR_INVALID);
    assert_int_equal(draw(0, 16, CONST_SPAN_PART(bytes, 0, 4)), ERROR_INVALID);
    assert_int_equal(draw(UINT32_MAX, UINT32_MAX, CONST_SPAN_PART(bytes, 0, 4)), ERROR_INVALID);
    const unsigned before = fake_bus.transfers;
    assert_int_equal(draw(95, 15, CONST_SPAN_PART(bytes, 0, 4)), ERROR_NONE);
    fake_bus_run();
    assert_int_equal(fake_bus.transfers - before, 1);
    // The same again is nothing new.
    assert_int_equal(draw(95, 15, CONST_SPAN_PART(bytes, 0, 4)), ERROR_NONE);
    fake_bus_run();
    assert_int_equal(fake_bus.transfers - before, 1);
    for (uint32_t row = 0; row < 16; row++) {
        assert_int_equal(draw(0, row, CONST_SPAN_PART(bytes, 0, 64 * 4)), ERROR_NONE);
    }
    fake_bus_run();
    assert_int_equal(fake_bus.transfers - before, 5);
}

static void display_that_is_gone_is_no_device_until_it_comes(void **state)
{
    (void)state;
    static uint8_t bytes[SCREEN_PIXEL_BYTES] = {0xFF, 0xFF, 0xFF, 0xFF};
    struct screen_description size = {0};
    fake_bus.is_absent[DISPLAY_AT] = true;
    assert_int_equal(draw(0, 0, CONST_SPAN_IN(bytes)), ERROR_NONE);
    fake_bus_run();
    assert_int_equal(draw(0, 0, CONST_SPAN_IN(bytes)), ERROR_NO_DEVICE);
    fake_bus_run();
    fake_bus.is_absent[DISPLAY_AT] = false;
    assert_true(bench_enter(DISPLAY));
    ssd0303_describe(&size);
    bench_leave();
    assert_int_equal(size.width_pixels, 0);
    const unsigned before = fake_bus.transfers;
    fake_bus_run();
    assert_int_equal(fake_bus.transfers - before, 8); // All of it is sent anew.
    ssd0303_describe(&size);
    assert_int_equal(size.width_pixels, SSD0303_WIDTH_PIXELS);
    assert_int_equal(size.height_pixels, SSD0303_HEIGHT_PIXELS);
}

static void display_is_empty_and_on_after_a_restart(void **state)
{
    (void)state;
    // A message of pixels: three commands, each with a byte in front; then the byte of the pixels.
    enum { MESSAGE = 0x80, LAST_COLUMN = MESSAGE + 6 + 31, DISPLAY_ON = 0xAF, TRANSFERS = 8 };
    static const uint8_t bright[SCREEN_PIXEL_BYTES] = {0xFF, 0xFF, 0xFF, 0xFF};
    const uint8_t *const registers = fake_bus.registers[DISPLAY_AT];
    assert_int_equal(draw(95, 15, CONST_SPAN_IN(bright)), ERROR_NONE);
    fake_bus_run();
    assert_int_equal(registers[LAST_COLUMN], 0x80);
    assert_true(bench_enter(DISPLAY));
    assert_int_equal(ssd0303_power(false), ERROR_NONE);
    bench_leave();
    fake_bus_run();
    bench_capsule_fail(DISPLAY);
    fake_bus_buffer_reclaim(DISPLAY);
    bench_capsule_restart(DISPLAY, NULL, 0);
    const unsigned before = fake_bus.transfers;
    bool is_on = false;
    while (fake_bus_step()) {
        is_on = is_on || memchr(registers + MESSAGE, DISPLAY_ON, LAST_COLUMN - MESSAGE) != NULL;
    }
    assert_true(is_on);
    assert_int_equal(registers[LAST_COLUMN], 0);
    assert_int_equal(fake_bus.transfers - before, TRANSFERS); // All of it.
}

// ---------------------------------------------------------------------------------------------
// The clock

static void clock_ask(bool is_to_set, struct date_time time, enum error status)
{
    struct date_time_request request = {.time = time};
    const unsigned before = ends.count;
    assert_true(bench_enter(CLOCK));
    (is_to_set ? m41t80_set : m41t80_get)(&request);
    bench_leave();
    if (request.status == ERROR_NONE) {
        fake_bus_run();
        assert_int_equal(ends.count, before + 1);
        assert_int_equal(ends.last.status, status);
    } else {
        assert_int_equal(request.status, status);
    }
}

static void clock_tells_the_time_with_the_weekday_of_the_date(void **state)
{
    (void)state;
    static const struct {
        uint8_t registers[8];
        enum error error;
        uint8_t weekday;
    } cases[] = {
        {{0, 0x56, 0x34, 0x12, 5, 0x22, 0x11, 0x26}, ERROR_NONE, 0},
        {{0, 0x00, 0x00, 0x00, 0, 0x01, 0x01, 0x00}, ERROR_NONE, 6},
        {{0, 0x59, 0x59, 0xE3, 0, 0x29, 0x02, 0x00}, ERROR_NONE, 2},
        {{0, 0x00, 0x00, 0x00, 0, 0x01, 0x03, 0x00}, ERROR_NONE, 3},
        {{0, 0x00, 0x00, 0x00, 0, 0x31, 0x12, 0x99}, ERROR_NONE, 4},
        {{0, 0x00, 0x00, 0x00, 0, 0x28, 0x02, 0x28}, ERROR_NONE, 1},
        {{0, 0x80, 0x00, 0x00, 0, 0x01, 0x01, 0x00}, ERROR_OFF, 0},
        {{0, 0x60, 0x00, 0x00, 0, 0x01, 0x01, 0x00}, ERROR_FAILED, 0},
        {{0, 0x00, 0x00, 0x24, 0, 0x01, 0x01, 0x00}, ERROR_FAILED, 0},
        {{0, 0x00, 0x00, 0x00, 0, 0x29, 0x02, 0x01}, ERROR_FAILED, 0},
        {{0, 0x00, 0x00, 0x00, 0, 0x00, 0x01, 0x01}, ERROR_FAILED, 0},
        {{0, 0x00, 0x00, 0x00, 0, 0x01, 0x13, 0x01}, ERROR_FAILED, 0},
        {{0, 0x00, 0x00, 0x00, 0, 0x01, 0x01, 0xA0}, ERROR_FAILED, 0},
        {{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, ERROR_OFF, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        memcpy(fake_bus.registers[CLOCK_AT], cases[i].registers, sizeof cases[i].registers);
        fake_bus.registers[CLOCK_AT][0x0C] = 0x40; // It was without power, and waits.
        clock_ask(false, (struct date_time){0}, cases[i].error);
        assert_int_equal(ends.last.time.weekday, cases[i].weekday);
        assert_int_equal(fake_bus.registers[CLOCK_AT][0x0C], 0);
    }
    fake_bus.is_absent[CLOCK_AT] = true;
    clock_ask(false, (struct date_time){0}, ERROR_NO_DEVICE);
}

static void clock_is_set_while_it_stands_and_read_back(void **state)
{
    (void)state;
    const struct date_time last = {2099, 12, 31, 4, 23, 59, 58};
    clock_ask(true, last, ERROR_NONE);
    static const uint8_t set[] = {0, 0x58, 0x59, 0x23, 5, 0x31, 0x12, 0x99};
    assert_memory_equal(fake_bus.registers[CLOCK_AT], set, sizeof set);
    clock_ask(false, last, ERROR_NONE);
    assert_int_equal(ends.last.time.year, 2099);
    assert_int_equal(ends.last.time.second, 58);
    clock_ask(true, (struct date_time){2100, 1, 1, 5, 0, 0, 0}, ERROR_INVALID);
    clock_ask(true, (struct date_time){1999, 1, 1, 5, 0, 0, 0}, ERROR_INVALID);
    clock_ask(true, (struct date_time){2001, 2, 29, 5, 0, 0, 0}, ERROR_INVALID);
    // One that keeps nothing is found out. It stands, and is not started with a wrong time.
    struct date_time_request request = {.time = {2050, 1, 1, 6, 0, 0, 0}};
    assert_true(bench_enter(CLOCK));
    m41t80_set(&request);
    bench_leave();
    assert_true(fake_bus_step());
    assert_true(fake_bus_step());
    memcpy(fake_bus.registers[CLOCK_AT], set, sizeof set);
    fake_bus_run();
    assert_int_equal(ends.last.status, ERROR_FAILED);
    assert_memory_equal(fake_bus.registers[CLOCK_AT], set, sizeof set);
}

/// Each capsule fails at each transfer of its own, and of the others; all is well behind that.
static void capsule_that_fails_in_the_middle_starts_again(void **state)
{
    for (size_t failing = 0; failing < CAPSULE_COUNT; failing++) {
        for (unsigned steps = 0; steps < 8; steps++) {
            (void)reset(state);
            light_set(5, true);
            assert_true(bench_enter(PINS));
            (void)max7310_configure(4, GPIO_MODE_INPUT);
            bench_leave();
            struct date_time_request request = {.status = ERROR_NONE};
            assert_true(bench_enter(CLOCK));
            m41t80_get(&request);
            bench_leave();
            for (unsigned i = 0; i < steps; i++) {
                (void)fake_bus_step();
            }
            bench_capsule_fail(failing);
            fake_bus_buffer_reclaim(failing);
            (void)fake_bus_step();
            bench_capsule_restart(failing, NULL, 0);
            fake_bus_run();
            assert_true(ends.count >= 1);
            light_set(5, true);
            assert_int_equal(pin_mode(4, GPIO_MODE_INPUT), ERROR_NONE);
            selectors_expect(0x0020);
            pins_are(0x10);
            assert_true(max7310_is_high(4));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(lights_are_as_they_are_wished_for, reset),
        cmocka_unit_test_setup(many_wishes_are_few_transfers, reset),
        cmocka_unit_test_setup(lights_that_fail_are_tried_a_few_times, reset),
        cmocka_unit_test_setup(pins_are_driven_and_read, reset),
        cmocka_unit_test_setup(edges_are_told_once, reset),
        cmocka_unit_test_setup(nobody_is_read_without_an_input, reset),
        cmocka_unit_test_setup(wish_outlasts_a_bus_that_fails, reset),
        cmocka_unit_test_setup(pins_that_are_gone_are_no_device_until_they_come, reset),
        cmocka_unit_test_setup(refused_wish_is_not_carried_out_later, reset),
        cmocka_unit_test_setup(pins_are_off_and_told_of_after_a_restart, reset),
        cmocka_unit_test_setup(drawing_is_checked_and_sent_in_groups, reset),
        cmocka_unit_test_setup(display_that_is_gone_is_no_device_until_it_comes, reset),
        cmocka_unit_test_setup(display_is_empty_and_on_after_a_restart, reset),
        cmocka_unit_test_setup(clock_tells_the_time_with_the_weekday_of_the_date, reset),
        cmocka_unit_test_setup(clock_is_set_while_it_stands_and_read_back, reset),
        cmocka_unit_test_setup(capsule_that_fails_in_the_middle_starts_again, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
