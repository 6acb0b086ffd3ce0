// SPDX-License-Identifier: Apache-2.0 OR MIT
// Output of programs, from the system call to the serial line, and restarts.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include <abi/driver.h>
#include <capsules/terminal/terminal.h>
#include <lib/checked_index.h>

#include "console_client.h"
#include "fake_board.h"
#include "prompt.h"

static void a_line_is_sent_and_the_write_completes(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    write_all(process, "hello\n");
    fake_expect_output(ERASE "hello\n");
    fake_expect_no_upcall();
}

static void commands(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_expect_success(fake_command(DRIVER_CONSOLE, process, COMMAND_EXISTS, 0, 0));
    fake_expect_failure(fake_command(DRIVER_CONSOLE, process, 4, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(fake_command(DRIVER_CONSOLE, process, UINT32_MAX, 0, 0), ERROR_NO_SUPPORT);
    fake_grant_refuse(process, true);
    fake_expect_failure(fake_command(DRIVER_CONSOLE, process, 1, 0, 0), ERROR_NO_MEMORY);
    fake_expect_failure(fake_command(DRIVER_CONSOLE, process, 2, 0, 0), ERROR_NO_MEMORY);
    fake_expect_failure(fake_command(DRIVER_CONSOLE, process, 3, 0, 0), ERROR_NO_MEMORY);
}

static void the_count_is_what_was_asked_and_allowed(void **state)
{
    (void)state;
    static const struct {
        size_t allowed;
        uint32_t asked;
        uint32_t counted;
    } cases[] = {
        {0, 0, 0}, {0, 5, 0}, {5, 0, 0}, {5, 3, 3}, {5, 5, 5}, {5, 6, 5}, {5, UINT32_MAX, 5},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        fake_reset();
        struct process_id process = fake_process_start("one");
        fake_allow(process, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, "abcd\n", cases[i].allowed);
        fake_expect_success(
            fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, cases[i].asked, 0));
        fake_run();
        write_expect(process, cases[i].counted);
        fake_expect_no_upcall();
    }
}

static void dropped_bytes_count_as_written(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    write_all(process, "\x1B\x05\x1B\n");
    fake_expect_output(ERASE "\n");
    write_all(process, "\x1B\x05");
    fake_advance_milliseconds(40);
    assert_null(strstr(fake_output(), "\x05"));
}

static void a_partial_line_waits_20_ms(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    write_all(process, "par");
    fake_advance(FAKE_HZ / 50 - 1);
    fake_expect_output("");
    fake_advance(1);
    fake_expect_output(ERASE "par");
    write_all(process, "tial\n");
    fake_expect_output("tial\n");
}

static void a_partial_line_goes_with_its_rest(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    for (const char *next = "hello"; *next != '\0'; next++) {
        char byte[] = {*next, '\0'};
        write_all(process, byte);
    }
    fake_expect_output("");
    write_all(process, "\nwor");
    fake_expect_output(ERASE "hello\n");
    fake_advance_milliseconds(20);
    fake_expect_output("wor");
}

static void a_full_line_buffer_is_released(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    char text[130];
    memset(text, 'x', sizeof text);
    text[127] = '\0';
    write_all(process, text);
    fake_expect_output("");
    write_all(process, "yz");
    assert_int_equal(strlen(fake_output()), strlen(ERASE) + 128);
    fake_output_clear();
    fake_advance_milliseconds(20);
    fake_expect_output("z");
}

static void long_writes_go_piece_by_piece(void **state)
{
    (void)state;
    enum { LENGTH = 1500 };
    struct process_id process = fake_process_start("one");
    char text[LENGTH + 1];
    char expected[LENGTH + 8] = ERASE;
    for (size_t i = 0; i < LENGTH; i++) {
        text[i] = i % 50 == 49 ? '\n' : (char)('a' + i / 50 % 26);
    }
    text[LENGTH] = '\0';
    strcat(expected, text);
    write_all(process, text);
    fake_expect_output(expected);
}

static void lines_of_programs_do_not_mix(void **state)
{
    (void)state;
    struct process_id one = fake_process_start("one");
    struct process_id two = fake_process_start("two");
    write_start(one, "first ");
    write_start(two, "second ");
    write_start(one, "line\nthird ");
    write_start(two, "line\n");
    fake_run();
    fake_expect_output(ERASE "first line\nsecond line\n");
    fake_advance_milliseconds(20);
    fake_expect_output("third ");
    write_start(two, "fourth\n");
    fake_run();
    // An open line is ended before somebody else's begins.
    fake_expect_output("\r\nfourth\n");
}

/// Three writers, each with letters of its own. On the screen the letters of each must run on
/// without a gap, and no line may hold letters of two.
static void random_writes_arrive_whole_and_in_order(void **state)
{
    (void)state;
    enum { STEPS = 4000, WRITERS = 3, LETTERS = 8, TEXT_MAX = 200, OUTPUT_MAX = 60000 };
    const char *given = getenv("BULKHEAD_TEST_SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 0) : (unsigned)time(NULL);
    print_message("seed %u (set BULKHEAD_TEST_SEED to repeat)\n", seed);
    srand(seed);

    struct process_id process[WRITERS];
    bool is_busy[WRITERS] = {false};
    char text[WRITERS][TEXT_MAX + 1];
    unsigned written[WRITERS] = {0};
    unsigned seen[WRITERS] = {0};
    for (size_t i = 0; i < WRITERS; i++) {
        process[i] = fake_process_start("writer");
    }
    for (int step = 0; step < STEPS && strlen(fake_output()) < OUTPUT_MAX; step++) {
        size_t i = (size_t)rand() % WRITERS;
        if (!is_busy[i]) {
            size_t length = (size_t)rand() % TEXT_MAX;
            for (size_t byte = 0; byte < length; byte++) {
                text[i][byte] =
                    rand() % 30 == 0
                        ? '\n'
                        : (char)('A' + (int)i * LETTERS + (int)(written[i]++ % LETTERS));
            }
            text[i][length] = '\0';
            write_start(process[i], text[i]);
            is_busy[i] = true;
        }
        switch (rand() % 8) {
        case 0:
            fake_advance_milliseconds((uint32_t)rand() % 15);
            break;
        case 1:
        case 2:
            fake_run_but_line();
            break;
        default:
            (void)fake_line_step();
            break;
        }
        struct fake_upcall upcall;
        while (fake_upcall_take(&upcall)) {
            for (size_t client = 0; client < WRITERS; client++) {
                if (upcall.process == process[client].number) {
                    assert_true(is_busy[client]);
                    assert_int_equal(upcall.argument[0], strlen(text[client]));
                    is_busy[client] = false;
                }
            }
        }
    }
    fake_advance_milliseconds(100);

    size_t writer_of_line = WRITERS;
    for (const char *next = fake_output(); *next != '\0'; next++) {
        if (*next == '\n' || strncmp(next, ERASE, strlen(ERASE)) == 0) {
            writer_of_line = WRITERS;
        }
        if (*next == '\x1B') {
            next += strcspn(next, "Km");
        } else if (*next >= 'A' && *next < 'A' + WRITERS * LETTERS) {
            size_t writer = (size_t)(*next - 'A') / LETTERS;
            assert_true(writer_of_line == WRITERS || writer_of_line == writer);
            writer_of_line = writer;
            assert_int_equal((size_t)(*next - 'A') % LETTERS, seen[writer] % LETTERS);
            seen[writer]++;
        }
    }
    for (size_t i = 0; i < WRITERS; i++) {
        assert_int_equal(seen[i], written[i]);
    }
}

static void programs_take_turns(void **state)
{
    (void)state;
    struct process_id process[3];
    for (size_t i = 0; i < ARRAY_COUNT(process); i++) {
        char line[] = {(char)('a' + i), '\n', '\0'};
        process[i] = fake_process_start("writer");
        write_start(process[i], line);
        fake_run_but_line();
    }
    // While the line of the first one is under way, it writes again.
    fake_run();
    fake_output_clear();
    write_start(process[1], "1\n");
    fake_run_but_line();
    for (size_t i = 0; i < ARRAY_COUNT(process); i++) {
        if (i != 1) {
            write_start(process[i], i == 0 ? "0\n" : "2\n");
        }
    }
    fake_line_step();
    write_start(process[1], "1\n");
    fake_run();
    fake_expect_output("1\n2\n0\n1\n");
}

static void the_process_console_is_not_starved(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("chatterbox");
    write_start(process, "first\n");
    fake_run_but_line();
    fake_type("status\r");
    for (size_t lines = 0; strstr(fake_output(), "Timeslice") == NULL; lines++) {
        assert_true(lines < 20);
        struct fake_upcall upcall;
        if (fake_upcall_take(&upcall)) {
            write_start(process, "chatter\n");
        }
        fake_run_but_line();
        (void)fake_line_step();
    }
}

/// `length_bytes` bytes more are allowed while the line holds the first 128 of a long write.
static void swap_ends_the_write(size_t length_bytes)
{
    enum { LENGTH = 600 };
    char text[LENGTH + 1];
    memset(text, 'x', LENGTH);
    text[LENGTH] = '\0';
    struct process_id process = fake_process_start("one");
    write_start(process, text);
    memset(text, 'y', LENGTH);
    fake_allow(process, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, text, length_bytes);
    fake_run();
    write_expect(process, 128);
    fake_advance_milliseconds(40);
    assert_int_equal(strlen(fake_output()), strlen(ERASE) + 128);
    assert_null(strchr(fake_output(), 'y'));
    fake_expect_no_upcall();
    // A write that begins afterwards is of the new buffer.
    fake_output_clear();
    fake_expect_success(fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, 3, 0));
    fake_run();
    write_expect(process, length_bytes < 3 ? (uint32_t)length_bytes : 3);
    fake_advance_milliseconds(40);
    assert_int_equal(strstr(fake_output(), "yyy") != NULL, length_bytes >= 3);
}

static void a_buffer_that_is_swapped_ends_the_write(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 10, 128, 600};
    for (size_t i = 0; i < ARRAY_COUNT(lengths); i++) {
        fake_reset();
        swap_ends_the_write(lengths[i]);
    }
}

static void a_swap_after_the_last_byte_was_taken_changes_nothing(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    write_start(process, "all of it\n");
    fake_allow(process, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, "another line\n", 13);
    fake_run();
    write_expect(process, 10);
    fake_expect_output(ERASE "all of it\n");
}

static void what_a_program_said_last_is_printed(void **state)
{
    (void)state;
    struct process_id one = fake_process_start("one");
    struct process_id two = fake_process_start("two");
    write_all(one, "done");
    fake_process_end(one);
    write_start(two, "next\n");
    fake_run();
    fake_expect_output(ERASE "done\r\nnext\n");
}

static void a_write_that_completed_is_not_lost_with_its_program(void **state)
{
    (void)state;
    struct process_id other = fake_process_start("other");
    write_start(other, "keeps the line busy\n");
    fake_run_but_line();
    struct process_id process = fake_process_start("one");
    write_start(process, "whole line\npart");
    fake_run_but_line();
    write_expect(other, 20);
    // Its line is still in its grant, so the write is not complete.
    fake_expect_no_upcall();
    fake_line_step();
    write_expect(process, 15);
    fake_process_end(process);
    fake_run();
    fake_expect_output(ERASE "keeps the line busy\nwhole line\npart");
}

static void a_dead_program_with_a_long_write_stops_writing(void **state)
{
    (void)state;
    enum { LENGTH = 600 };
    char text[LENGTH + 1];
    memset(text, 'x', LENGTH);
    text[LENGTH] = '\0';
    struct process_id process = fake_process_start("one");
    write_start(process, text);
    fake_process_end(process);
    fake_run();
    fake_advance_milliseconds(40);
    assert_true(strlen(fake_output()) < 200);
    fake_expect_no_upcall();
}

static void without_a_terminal_writes_fail(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_capsule_fail(FAKE_TERMINAL, true);
    fake_allow(process, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, "x\n", 2);
    fake_expect_failure(fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, 2, 0),
                        ERROR_FAILED);
    fake_expect_failure(read_start(process, 4, 4), ERROR_FAILED);
    fake_capsule_fail(FAKE_TERMINAL, false);
    write_all(process, "y\n");
    fake_expect_output(ERASE "y\n");
}

static void restart(struct process_id process)
{
    fake_enter(FAKE_CONSOLE);
    console_on_restart(&process);
    fake_leave();
}

static void restart_ends_a_read_and_a_write(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_expect_success(read_start(process, 8, 8));
    read_focus();
    fake_type("abc");
    restart(process);
    read_expect(process, ERROR_RESERVE, "abc");
    fake_expect_no_upcall();

    write_start(process, "a line that waits for the terminal\n");
    struct process_id other = fake_process_start("two");
    write_start(other, "and another one\n");
    restart(other);
    struct fake_upcall upcall;
    bool is_ended = false;
    while (fake_upcall_take(&upcall)) {
        is_ended |= upcall.process == other.number && upcall.number == CONSOLE_UPCALL_WRITTEN &&
                    upcall.argument[2] == ERROR_RESERVE;
    }
    assert_true(is_ended);
    fake_run();
}

static void end_is_not_lost_by_an_abort(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    write_all(process, "a line\n");
    fake_enter(FAKE_CONSOLE);
    fake_grant_before_upcall(process);
    fake_leave();
    restart(process);
    fake_expect_upcall(DRIVER_CONSOLE, process, CONSOLE_UPCALL_WRITTEN, 7, 7, ERROR_RESERVE);
}

static void restart_of_the_terminal_goes_on_with_what_waited(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_output_clear();
    write_start(process, "before\n");
    fake_enter(FAKE_TERMINAL);
    terminal_init();
    fake_leave();
    fake_run();
    write_expect(process, 7);
    fake_expect_in_output("before");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_line_is_sent_and_the_write_completes, fake_setup),
        cmocka_unit_test_setup(commands, fake_setup),
        cmocka_unit_test_setup(the_count_is_what_was_asked_and_allowed, fake_setup),
        cmocka_unit_test_setup(dropped_bytes_count_as_written, fake_setup),
        cmocka_unit_test_setup(a_partial_line_waits_20_ms, fake_setup),
        cmocka_unit_test_setup(a_partial_line_goes_with_its_rest, fake_setup),
        cmocka_unit_test_setup(a_full_line_buffer_is_released, fake_setup),
        cmocka_unit_test_setup(long_writes_go_piece_by_piece, fake_setup),
        cmocka_unit_test_setup(lines_of_programs_do_not_mix, fake_setup),
        cmocka_unit_test_setup(random_writes_arrive_whole_and_in_order, fake_setup),
        cmocka_unit_test_setup(programs_take_turns, fake_setup),
        cmocka_unit_test_setup(the_process_console_is_not_starved, fake_setup),
        cmocka_unit_test_setup(a_buffer_that_is_swapped_ends_the_write, fake_setup),
        cmocka_unit_test_setup(a_swap_after_the_last_byte_was_taken_changes_nothing, fake_setup),
        cmocka_unit_test_setup(what_a_program_said_last_is_printed, fake_setup),
        cmocka_unit_test_setup(a_write_that_completed_is_not_lost_with_its_program, fake_setup),
        cmocka_unit_test_setup(a_dead_program_with_a_long_write_stops_writing, fake_setup),
        cmocka_unit_test_setup(without_a_terminal_writes_fail, fake_setup),
        cmocka_unit_test_setup(restart_ends_a_read_and_a_write, fake_setup),
        cmocka_unit_test_setup(end_is_not_lost_by_an_abort, fake_setup),
        cmocka_unit_test_setup(restart_of_the_terminal_goes_on_with_what_waited, fake_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
