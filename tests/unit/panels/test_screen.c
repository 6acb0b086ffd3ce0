// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Pixels of programs: capsule `screen` on a screen that is an array.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/screen/screen.h>
#include <cmocka.h>

#include "bench.h"

enum { SCREEN };
enum { DRIVER = SCREEN_DRIVER, WIDTH = 100, HEIGHT = 20 };
enum { FRAME = SCREEN_COMMAND_FRAME_SET, WRITE = SCREEN_COMMAND_WRITE, FILL = SCREEN_COMMAND_FILL };

const struct bench_capsule bench_capsules[] = {
    [SCREEN] = {.deferred = screen_deferred,
                .on_restart = screen_on_restart,
                .driver = SCREEN_DRIVER,
                .command = screen_command,
                BENCH_STATE(screen)},
};
const size_t bench_capsule_count = 1;

static struct {
    bool is_absent;
    bool is_on;
    enum error answer; ///< to what is drawn
    unsigned writes;
    uint8_t bytes[HEIGHT][WIDTH][4];
} panel;

static void describe(struct screen_description *description)
{
    *description = (struct screen_description){.width_pixels = panel.is_absent ? 0 : WIDTH,
                                               .height_pixels = panel.is_absent ? 0 : HEIGHT};
}

static enum error power(bool is_on)
{
    panel.is_on = is_on;
    return ERROR_NONE;
}

static enum error write(const struct screen_pixels *pixels)
{
    const size_t length = const_span_length(pixels->bytes);
    assert_true(length > 0 && length % 4 == 0 && length <= 256);
    assert_true(pixels->row < HEIGHT && pixels->column + length / 4 <= WIDTH);
    panel.writes++;
    for (size_t i = 0; i < length && panel.answer == ERROR_NONE; i++) {
        panel.bytes[pixels->row][pixels->column + i / 4][i % 4] = const_span_byte(pixels->bytes, i);
    }
    return panel.answer;
}

const struct screen screen_panel = {.describe = describe, .power = power, .write = write};

static int reset(void **state)
{
    memset(&panel, 0, sizeof panel);
    return bench_reset(state);
}

static struct fake_answer ask(struct process_id process, uint32_t command, uint32_t a, uint32_t b)
{
    return fake_command(DRIVER, process, command, a, b);
}

static void expect_end(struct process_id process, enum error status)
{
    fake_expect_upcall(DRIVER, process, SCREEN_UPCALL_DONE, status, 0, 0);
}

static void frame(struct process_id process, uint32_t column, uint32_t row, uint32_t width,
                  uint32_t height)
{
    fake_expect_success(ask(process, FRAME, column << 16 | row, width << 16 | height));
    expect_end(process, ERROR_NONE);
}

/// How many pixels are of this byte, all four of each.
static size_t count_of(uint8_t byte)
{
    size_t count = 0;
    for (size_t row = 0; row < HEIGHT; row++) {
        for (size_t column = 0; column < WIDTH; column++) {
            const uint8_t *pixel = panel.bytes[row][column];
            count += pixel[0] == byte && pixel[1] == byte && pixel[2] == byte && pixel[3] == byte;
        }
    }
    return count;
}

static void allow(struct process_id process, uint8_t byte, size_t length)
{
    static uint8_t bytes[FAKE_BUFFER_BYTES_MAX];
    memset(bytes, byte, sizeof bytes);
    fake_allow(process, BUFFER_READ_ONLY, SCREEN_ALLOW_PIXELS, bytes, length);
}

// ---------------------------------------------------------------------------------------------

static void frame_is_filled_to_its_edges(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    allow(process, 7, 4);
    frame(process, 5, 3, 90, 10);
    fake_expect_success(ask(process, FILL, 0, 0));
    fake_run();
    expect_end(process, ERROR_NONE);
    fake_expect_no_upcall();
    assert_int_equal(count_of(7), 90 * 10);
    assert_int_equal(count_of(0), WIDTH * HEIGHT - 90 * 10);
    assert_int_equal(panel.bytes[3][5][0], 7);
    assert_int_equal(panel.bytes[12][94][0], 7);
    frame(process, 0, 0, WIDTH, HEIGHT);
    fake_expect_success(ask(process, FILL, 0, 0));
    fake_run();
    expect_end(process, ERROR_NONE);
    assert_int_equal(count_of(7), WIDTH * HEIGHT);
}

static void pixels_are_written_row_by_row(void **state)
{
    (void)state;
    uint8_t bytes[4 * 200];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(i / 4 + i % 4);
    }
    const struct process_id process = fake_process_start("one");
    fake_allow(process, BUFFER_READ_ONLY, SCREEN_ALLOW_PIXELS, bytes, sizeof bytes);
    frame(process, 30, 5, 70, 3);
    fake_expect_success(ask(process, WRITE, UINT32_MAX & ~3u, 0));
    fake_run();
    expect_end(process, ERROR_NONE);
    for (size_t i = 0; i < 200; i++) {
        assert_memory_equal(panel.bytes[5 + i / 70][30 + i % 70], bytes + 4 * i, 4);
    }
    assert_int_equal(panel.bytes[7][30 + 60][3], 0); // Behind the last one.
}

static void what_is_refused_leaves_nothing_pending(void **state)
{
    (void)state;
    static const struct {
        uint32_t command;
        uint32_t a;
        uint32_t b;
        enum error error;
    } wrong[] = {
        {FRAME, 0, 0, ERROR_INVALID},
        {FRAME, 0, 1 << 16, ERROR_INVALID},
        {FRAME, 0, 1, ERROR_INVALID},
        {FRAME, 0, (WIDTH + 1) << 16 | 1, ERROR_INVALID},
        {FRAME, 0, 1 << 16 | (HEIGHT + 1), ERROR_INVALID},
        {FRAME, 1 << 16, WIDTH << 16 | 1, ERROR_INVALID},
        {FRAME, 1, 1 << 16 | HEIGHT, ERROR_INVALID},
        {FRAME, WIDTH << 16, 1 << 16 | 1, ERROR_INVALID},
        {FRAME, HEIGHT, 1 << 16 | 1, ERROR_INVALID},
        {FRAME, 0xFFFF0000, 1 << 16 | 1, ERROR_INVALID},
        {FRAME, 0xFFFF, 0xFFFFFFFF, ERROR_INVALID},
        {WRITE, 0, 0, ERROR_NO_MEMORY},
        {WRITE, 3, 0, ERROR_INVALID},
        {WRITE, 44, 0, ERROR_SIZE}, // The frame has 10.
        {3, 1, 0, ERROR_NO_SUPPORT},
        {4, 0, 0, ERROR_NO_SUPPORT},
        {5, 0, 0, ERROR_NO_SUPPORT},
        {6, 0, 0, ERROR_NO_SUPPORT},
        {12, 1, 0, ERROR_INVALID},
        {14, 1, 0, ERROR_INVALID},
        {22, 1, 0, ERROR_NO_SUPPORT},
        {24, WIDTH, HEIGHT + 1, ERROR_INVALID},
        {26, 2, 0, ERROR_INVALID},
        {301, 0, 0, ERROR_NO_SUPPORT},
        {UINT32_MAX, 0, 0, ERROR_NO_SUPPORT},
    };
    const struct process_id process = fake_process_start("one");
    frame(process, 0, 0, 5, 2);
    allow(process, 1, 44);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        fake_expect_failure(ask(process, wrong[i].command, wrong[i].a, wrong[i].b), wrong[i].error);
        fake_expect_success(ask(process, SCREEN_COMMAND_ROTATION_SET, 0, 0));
        expect_end(process, ERROR_NONE);
    }
    fake_run();
    fake_expect_no_upcall();
    // The frame is still the one that was set.
    allow(process, 1, 4);
    fake_expect_success(ask(process, FILL, 0, 0));
    fake_run();
    assert_int_equal(count_of(1), 10);
}

static void drawing_without_frame_or_pixels_is_refused(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_failure(ask(process, FILL, 0, 0), ERROR_NO_MEMORY);
    fake_expect_failure(ask(process, WRITE, 4, 0), ERROR_NO_MEMORY);
    allow(process, 1, 3);
    fake_expect_failure(ask(process, FILL, 0, 0), ERROR_INVALID);
    allow(process, 1, 4);
    fake_expect_failure(ask(process, FILL, 0, 0), ERROR_SIZE);
    fake_expect_failure(ask(process, WRITE, 4, 0), ERROR_SIZE);
    fake_run();
    assert_int_equal(panel.writes, 0);
}

static void one_who_draws_is_busy_and_others_are_not(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    frame(one, 0, 0, WIDTH, HEIGHT);
    frame(two, 0, 0, 10, 1);
    allow(one, 1, 4);
    allow(two, 2, 4);
    fake_expect_success(ask(one, FILL, 0, 0));
    static const uint32_t commands[] = {FRAME, WRITE, FILL, 2, 22, 24, 26, 3};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        fake_expect_failure(ask(one, commands[i], 0, 0), ERROR_BUSY);
    }
    fake_expect_success_u32(ask(one, SCREEN_COMMAND_ROTATION, 0, 0), 0);
    fake_expect_success(ask(two, FILL, 0, 0));
    fake_run();
    expect_end(two, ERROR_NONE); // In turn: the smaller one is done first.
    expect_end(one, ERROR_NONE);
    fake_expect_success(ask(one, FILL, 0, 0));
    fake_process_end(one);
    fake_run();
    fake_expect_no_upcall();
}

static void buffer_that_goes_ends_the_drawing(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    frame(process, 0, 0, 100, 1);
    allow(process, 1, 400);
    fake_expect_success(ask(process, WRITE, 400, 0));
    allow(process, 2, 400); // Another in its place: nothing of it is drawn.
    fake_run();
    expect_end(process, ERROR_FAILED);
    assert_int_equal(count_of(2), 0);
    // A fill has its pixel already.
    allow(process, 3, 4);
    fake_expect_success(ask(process, FILL, 0, 0));
    allow(process, 4, 0);
    fake_run();
    expect_end(process, ERROR_NONE);
    assert_int_equal(count_of(3), 100);
    // A screen that fails.
    panel.answer = ERROR_FAILED;
    allow(process, 5, 4);
    fake_expect_success(ask(process, FILL, 0, 0));
    fake_run();
    expect_end(process, ERROR_FAILED);
    fake_expect_no_upcall();
}

static void questions_are_answered(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_success(ask(process, COMMAND_EXISTS, 0, 0));
    static const uint32_t ones[] = {1, 11, 13};
    for (size_t i = 0; i < 3; i++) {
        fake_expect_success_u32(ask(process, ones[i], 9, 9), 1);
    }
    fake_expect_success_u32(ask(process, 14, 0, 0), SCREEN_FORMAT_BGRA_8888);
    fake_expect_success_u32(ask(process, 25, 9, 0), SCREEN_FORMAT_BGRA_8888);
    for (uint32_t number = 12; number <= 23; number += 11) {
        const struct fake_answer size = ask(process, number, 0, 0);
        assert_int_equal(size.count, 3);
        assert_int_equal(size.word[1], WIDTH);
        assert_int_equal(size.word[2], HEIGHT);
    }
    fake_expect_success(ask(process, SCREEN_COMMAND_POWER, 3, 0));
    expect_end(process, ERROR_NONE);
    assert_true(panel.is_on);
    fake_expect_success(ask(process, SCREEN_COMMAND_POWER, 0, 0));
    assert_false(panel.is_on);
    panel.is_absent = true;
    for (uint32_t i = 0; i <= FILL; i++) {
        fake_expect_failure(ask(process, i, 0, 0), ERROR_NO_DEVICE);
    }
}

static void restart_ends_the_drawing(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    frame(process, 0, 0, WIDTH, HEIGHT);
    allow(process, 1, 4);
    fake_expect_success(ask(process, FILL, 0, 0));
    bench_capsule_fail(SCREEN);
    bench_capsule_restart(SCREEN, &process, 1);
    fake_run();
    expect_end(process, ERROR_RESERVE);
    fake_expect_no_upcall();
    assert_int_equal(panel.writes, 0);
}

static void end_is_not_lost_by_an_abort(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    frame(process, 0, 0, WIDTH, HEIGHT);
    allow(process, 1, 4);
    fake_expect_success(ask(process, FILL, 0, 0));
    fake_run();
    expect_end(process, ERROR_NONE);
    bench_abort_before_upcall(SCREEN, process);
    expect_end(process, ERROR_RESERVE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, reset)
    const struct CMUnitTest tests[] = {
        TEST(frame_is_filled_to_its_edges),
        TEST(pixels_are_written_row_by_row),
        TEST(what_is_refused_leaves_nothing_pending),
        TEST(drawing_without_frame_or_pixels_is_refused),
        TEST(one_who_draws_is_busy_and_others_are_not),
        TEST(buffer_that_goes_ends_the_drawing),
        TEST(questions_are_answered),
        TEST(restart_ends_the_drawing),
        TEST(end_is_not_lost_by_an_abort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
