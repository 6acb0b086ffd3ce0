// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Letters of programs: capsule `text_screen` on a screen that is an array.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/text_screen/text_screen.h>
#include <cmocka.h>

#include "bench.h"

enum { TEXT };
enum { DRIVER = TEXT_SCREEN_DRIVER, LETTER = TEXT_SCREEN_LETTER_PIXELS, COLUMNS = 5, ROWS = 3 };

const struct bench_capsule bench_capsules[] = {
    [TEXT] = {.deferred = text_screen_deferred,
              .on_restart = text_screen_on_restart,
              .driver = TEXT_SCREEN_DRIVER,
              .command = text_screen_command,
              BENCH_STATE(text_screen)},
};
const size_t bench_capsule_count = 1;

static struct {
    bool is_absent;
    bool is_on;
    uint8_t bits[ROWS * LETTER][COLUMNS]; ///< white pixels, the highest bit on the left
} panel;

static void describe(struct screen_description *description)
{
    // A few pixels more than whole cells.
    *description =
        (struct screen_description){.width_pixels = panel.is_absent ? 0 : COLUMNS * LETTER + 3,
                                    .height_pixels = panel.is_absent ? 0 : ROWS * LETTER + 7};
}

static enum error power(bool is_on)
{
    panel.is_on = is_on;
    return ERROR_NONE;
}

static enum error write(const struct screen_pixels *pixels)
{
    assert_int_equal(const_span_length(pixels->bytes), LETTER * SCREEN_PIXEL_BYTES);
    assert_int_equal(pixels->column % LETTER, 0);
    assert_true(pixels->column / LETTER < COLUMNS && pixels->row < ROWS * LETTER);
    uint8_t bits = 0;
    for (size_t i = 0; i < LETTER; i++) {
        bits = (uint8_t)(bits << 1 | (const_span_byte(pixels->bytes, i * 4) != 0));
    }
    panel.bits[pixels->row][pixels->column / LETTER] = bits;
    return ERROR_NONE;
}

const struct screen text_screen_panel = {.describe = describe, .power = power, .write = write};

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
    fake_expect_upcall(DRIVER, process, TEXT_SCREEN_UPCALL_DONE, status, 0, 0);
}

static void done(struct process_id process, uint32_t command, uint32_t a, uint32_t b)
{
    fake_expect_success(ask(process, command, a, b));
    fake_run();
    expect_end(process, ERROR_NONE);
    fake_expect_no_upcall();
}

static void print(struct process_id process, const char *text)
{
    fake_allow(process, BUFFER_READ_ONLY, TEXT_SCREEN_ALLOW_TEXT, text, strlen(text));
    done(process, TEXT_SCREEN_COMMAND_WRITE, UINT32_MAX, 0);
}

/// The whole screen is these lines, one behind the other.
static void expect_screen(const char *cells)
{
    assert_int_equal(strlen(cells), ROWS * COLUMNS);
    for (size_t row = 0; row < ROWS; row++) {
        for (size_t column = 0; column < COLUMNS; column++) {
            const uint8_t letter = (uint8_t)cells[row * COLUMNS + column];
            for (uint32_t line = 0; line < LETTER; line++) {
                assert_int_equal(panel.bits[row * LETTER + line][column],
                                 text_screen_letter_row(letter, line));
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------

static void letters_are_drawn_and_differ(void **state)
{
    (void)state;
    for (unsigned one = ' '; one <= '~'; one++) {
        for (unsigned two = one + 1; two <= '~'; two++) {
            bool is_equal = true;
            for (uint32_t line = 0; line < LETTER; line++) {
                is_equal = is_equal && text_screen_letter_row((uint8_t)one, line) ==
                                           text_screen_letter_row((uint8_t)two, line);
            }
            assert_false(is_equal);
        }
    }
    static const unsigned others[] = {0, 1, 31, 127, 128, 255};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(text_screen_letter_row((uint8_t)others[i], 1),
                         text_screen_letter_row('?', 1));
    }
}

static void text_goes_on_where_the_last_one_ended(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    print(one, "Hi");
    expect_screen("Hi             ");
    print(two, "!");
    expect_screen("Hi!            ");
    print(one, "\nab\rc");
    expect_screen("Hi!  cb        ");
}

static void text_wraps_at_both_ends(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    print(process, "abcde");
    expect_screen("abcde          ");
    print(process, "fghijklmno");
    expect_screen("abcdefghijklmno");
    print(process, "p");
    expect_screen("p    fghijklmno");
    print(process, "\n\n\nq");
    expect_screen("q              ");
    print(process, "\x01\xFF");
    expect_screen("q??            ");
}

static void place_can_be_chosen_and_all_cleared(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    done(process, TEXT_SCREEN_COMMAND_GO_TO, COLUMNS - 1, ROWS - 1);
    print(process, "x");
    expect_screen("              x");
    done(process, TEXT_SCREEN_COMMAND_HOME, 9, 9);
    print(process, "y");
    expect_screen("y             x");
    done(process, TEXT_SCREEN_COMMAND_CLEAR, 0, 0);
    expect_screen("               ");
    print(process, "z");
    expect_screen("z              ");
    fake_expect_failure(ask(process, TEXT_SCREEN_COMMAND_GO_TO, COLUMNS, 0), ERROR_INVALID);
    fake_expect_failure(ask(process, TEXT_SCREEN_COMMAND_GO_TO, 0, ROWS), ERROR_INVALID);
    fake_expect_failure(ask(process, TEXT_SCREEN_COMMAND_GO_TO, UINT32_MAX, 0), ERROR_INVALID);
    print(process, "z");
    expect_screen("zz             ");
}

static void commands_are_answered(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_success(ask(process, COMMAND_EXISTS, 0, 0));
    fake_expect_success(ask(process, TEXT_SCREEN_COMMAND_SIZE, 0, 0));
    fake_expect_upcall(DRIVER, process, 0, 0, COLUMNS, ROWS);
    done(process, TEXT_SCREEN_COMMAND_ON, 0, 0);
    assert_true(panel.is_on);
    done(process, TEXT_SCREEN_COMMAND_OFF, 0, 0);
    assert_false(panel.is_on);
    done(process, TEXT_SCREEN_COMMAND_BLINK_OFF, 0, 0);
    done(process, TEXT_SCREEN_COMMAND_HIDE, 0, 0);
    static const uint32_t none[] = {4, 6, 12, UINT32_MAX};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        fake_expect_failure(ask(process, none[i], 0, 0), ERROR_NO_SUPPORT);
    }
    fake_expect_failure(ask(process, TEXT_SCREEN_COMMAND_WRITE, 5, 0), ERROR_NO_MEMORY);
    fake_allow(process, BUFFER_READ_ONLY, 0, "abc", 3);
    fake_expect_failure(ask(process, TEXT_SCREEN_COMMAND_WRITE, 0, 0), ERROR_NO_MEMORY);
    done(process, TEXT_SCREEN_COMMAND_WRITE, 2, 0); // Nothing is pending after what was refused.
    expect_screen("ab             ");
    panel.is_absent = true;
    for (uint32_t i = 0; i < 12; i++) {
        fake_expect_failure(ask(process, i, 0, 0), ERROR_NO_DEVICE);
    }
}

static void texts_of_several_stay_whole(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_allow(one, BUFFER_READ_ONLY, 0, "aaaaaaaaaa", 10);
    fake_allow(two, BUFFER_READ_ONLY, 0, "bb", 2);
    fake_expect_success(ask(one, TEXT_SCREEN_COMMAND_WRITE, 10, 0));
    fake_expect_success(ask(two, TEXT_SCREEN_COMMAND_WRITE, 2, 0));
    fake_expect_failure(ask(one, TEXT_SCREEN_COMMAND_HOME, 0, 0), ERROR_BUSY);
    fake_run();
    expect_end(one, ERROR_NONE);
    expect_end(two, ERROR_NONE);
    expect_screen("aaaaaaaaaabb   ");
    // One takes its text back, one dies: the next goes on.
    fake_expect_success(ask(one, TEXT_SCREEN_COMMAND_WRITE, 10, 0));
    fake_expect_success(ask(two, TEXT_SCREEN_COMMAND_WRITE, 2, 0));
    fake_allow(one, BUFFER_READ_ONLY, 0, "cccccccccc", 10);
    fake_process_end(two);
    fake_run();
    expect_end(one, ERROR_FAILED);
    fake_expect_no_upcall();
    expect_screen("aaaaaaaaaabb   ");
}

static void run_once(void)
{
    assert_true(bench_enter(TEXT));
    text_screen_deferred();
    bench_leave();
}

static void who_asks_again_at_once_waits_for_the_others(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_allow(one, BUFFER_READ_ONLY, 0, "aa", 2);
    fake_allow(two, BUFFER_READ_ONLY, 0, "bb", 2);
    fake_expect_success(ask(one, TEXT_SCREEN_COMMAND_WRITE, 2, 0));
    fake_expect_success(ask(two, TEXT_SCREEN_COMMAND_WRITE, 2, 0));
    run_once();
    expect_end(one, ERROR_NONE);
    fake_expect_no_upcall();
    fake_allow(one, BUFFER_READ_ONLY, 0, "aa", 2);
    fake_expect_success(ask(one, TEXT_SCREEN_COMMAND_WRITE, 2, 0));
    run_once();
    expect_end(two, ERROR_NONE);
    fake_expect_no_upcall();
    fake_run();
    expect_end(one, ERROR_NONE);
    expect_screen("aabbaa         ");
}

static void restart_ends_what_is_written(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_allow(process, BUFFER_READ_ONLY, 0, "abc", 3);
    fake_expect_success(ask(process, TEXT_SCREEN_COMMAND_WRITE, 3, 0));
    bench_capsule_fail(TEXT);
    bench_capsule_restart(TEXT, &process, 1);
    fake_run();
    expect_end(process, ERROR_RESERVE);
    fake_expect_no_upcall();
}

static void end_is_not_lost_by_an_abort(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_allow(process, BUFFER_READ_ONLY, 0, "abc", 3);
    fake_expect_success(ask(process, TEXT_SCREEN_COMMAND_WRITE, 3, 0));
    fake_run();
    expect_end(process, ERROR_NONE);
    bench_abort_before_upcall(TEXT, process);
    expect_end(process, ERROR_RESERVE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, reset)
    const struct CMUnitTest tests[] = {
        TEST(letters_are_drawn_and_differ), TEST(text_goes_on_where_the_last_one_ended),
        TEST(text_wraps_at_both_ends),      TEST(place_can_be_chosen_and_all_cleared),
        TEST(commands_are_answered),        TEST(texts_of_several_stay_whole),
        TEST(restart_ends_what_is_written), TEST(who_asks_again_at_once_waits_for_the_others),
        TEST(end_is_not_lost_by_an_abort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
