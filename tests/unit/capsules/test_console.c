// SPDX-License-Identifier: Apache-2.0 OR MIT
// Output and input of programs, from the system call to the serial line.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include <abi/driver.h>
#include <capsules/console/console.h>
#include <capsules/console/filter.h>
#include <capsules/terminal/terminal.h>
#include <lib/checked_index.h>

#include "fake_board.h"
#include "fake_gates.h"

/// What erases the prompt that stands on the screen when a test begins.
#define ERASE "\r\x1B[K"
#define CONTROL_T "\x14"

static int setup(void **state)
{
    (void)state;
    fake_reset();
    return 0;
}

static void write_start(struct process_id process, const char *text)
{
    fake_allow(process, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, text, strlen(text));
    fake_expect_success(
        fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, (uint32_t)strlen(text), 0));
}

static void expect_written(struct process_id process, uint32_t count)
{
    fake_expect_upcall(DRIVER_CONSOLE, process, CONSOLE_UPCALL_WRITTEN, count, count, 0);
}

static void write_all(struct process_id process, const char *text)
{
    write_start(process, text);
    fake_run();
    expect_written(process, (uint32_t)strlen(text));
}

static struct fake_answer read_start(struct process_id process, size_t buffer_bytes,
                                     uint32_t length_bytes)
{
    fake_allow(process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ, NULL, buffer_bytes);
    return fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_READ, length_bytes, 0);
}

static void expect_read(struct process_id process, enum error status, const char *text)
{
    fake_expect_upcall(DRIVER_CONSOLE, process, CONSOLE_UPCALL_READ, (uint32_t)status,
                       (uint32_t)strlen(text), 0);
    assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ), text,
                        strlen(text));
}

static void focus_to_reader(void)
{
    fake_type(CONTROL_T);
    fake_run();
    fake_output_clear();
}

// ---------------------------------------------------------------------------------------------
// Filter

static void the_filter_keeps_text_and_drops_commands(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        const char *sent;
    } cases[] = {
        {"plain text ~", "plain text ~"},
        {"\ttab\r\n\b", "\ttab\r\n\b"},
        {"a\x1B[2Jb", "a[2Jb"},
        {"answer\x05"
         "back",
         "answerback"},
        {"\x01\x02\x07\x0B\x0C\x0E\x1A\x1F\x7F", ""},
        {"gr\xC3\xBC\xC3\x9F", "gr\xC3\xBC\xC3\x9F"},
        {"\xE2\x82\xAC \xF0\x9F\x9A\xA2", "\xE2\x82\xAC \xF0\x9F\x9A\xA2"},
        // U+009B is a control sequence introducer; U+00A0 a space.
        {"\xC2\x9B"
         "2J",
         "\xC2\xA0"
         "2J"},
        {"\xC2\xA9", "\xC2\xA9"},
        // Outside of a sequence 0x9B is one, too, for 8-bit terminals.
        {"\x9B"
         "2J",
         "2J"},
        {"\xC3\xBC\x9B", "\xC3\xBC"},
        {"\xC2\x1B\x9B", "\xC2"},
        {"\xE2\x82\xAC\x80", "\xE2\x82\xAC"},
        {"\xA9", "\xA9"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct console_filter filter = {0};
        char sent[64];
        size_t length = 0;
        for (const char *next = cases[i].written; *next != '\0'; next++) {
            uint8_t byte = console_filter_pass(&filter, (uint8_t)*next);
            if (byte != 0) {
                sent[length++] = (char)byte;
            }
        }
        sent[length] = '\0';
        assert_string_equal(sent, cases[i].sent);
    }
}

static void zero_bytes_are_dropped(void **state)
{
    (void)state;
    struct console_filter filter = {0};
    assert_int_equal(console_filter_pass(&filter, 0), 0);
}

// ---------------------------------------------------------------------------------------------
// Output

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
        expect_written(process, cases[i].counted);
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
    expect_written(process, 128);
    fake_advance_milliseconds(40);
    assert_int_equal(strlen(fake_output()), strlen(ERASE) + 128);
    assert_null(strchr(fake_output(), 'y'));
    fake_expect_no_upcall();
    // A write that begins afterwards is of the new buffer.
    fake_output_clear();
    fake_expect_success(fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, 3, 0));
    fake_run();
    expect_written(process, length_bytes < 3 ? (uint32_t)length_bytes : 3);
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
    expect_written(process, 10);
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
    expect_written(other, 20);
    // Its line is still in its grant, so the write is not complete.
    fake_expect_no_upcall();
    fake_line_step();
    expect_written(process, 15);
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

// ---------------------------------------------------------------------------------------------
// Input

static void a_read_gets_exactly_its_length(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_expect_success(read_start(process, 8, 4));
    focus_to_reader();
    fake_type("abc");
    fake_expect_no_upcall();
    fake_type("de");
    expect_read(process, ERROR_NONE, "abcd");
    assert_int_equal(fake_buffer(process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ)[4], 0);
    // What was typed ahead is for the next read.
    fake_expect_success(read_start(process, 8, 2));
    fake_run();
    fake_expect_no_upcall();
    fake_type("f");
    expect_read(process, ERROR_NONE, "ef");
    fake_expect_output("");
}

static void read_lengths(void **state)
{
    (void)state;
    static const struct {
        size_t allowed;
        uint32_t asked;
        enum error error;
    } cases[] = {
        {0, 0, ERROR_NONE},      {0, 9, ERROR_NONE},           {9, 0, ERROR_NONE},
        {64, 64, ERROR_NONE},    {64, UINT32_MAX, ERROR_NONE}, {200, 64, ERROR_NONE},
        {65, 65, ERROR_INVALID}, {200, 65, ERROR_INVALID},     {200, UINT32_MAX, ERROR_INVALID},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        fake_reset();
        struct process_id process = fake_process_start("one");
        struct fake_answer answer = read_start(process, cases[i].allowed, cases[i].asked);
        if (cases[i].error != ERROR_NONE) {
            fake_expect_failure(answer, cases[i].error);
            fake_expect_no_upcall();
        } else {
            fake_expect_success(answer);
            if (cases[i].allowed == 0 || cases[i].asked == 0) {
                expect_read(process, ERROR_NONE, "");
            }
            fake_expect_no_upcall();
        }
    }
}

static void one_read_at_a_time(void **state)
{
    (void)state;
    struct process_id one = fake_process_start("one");
    struct process_id two = fake_process_start("two");
    fake_expect_success(read_start(one, 4, 4));
    fake_expect_failure(read_start(two, 4, 4), ERROR_BUSY);
    fake_expect_failure(read_start(one, 4, 4), ERROR_BUSY);
    // Nobody ends the read of somebody else.
    fake_expect_success(fake_command(DRIVER_CONSOLE, two, CONSOLE_COMMAND_ABORT_READ, 0, 0));
    fake_expect_no_upcall();
    fake_expect_success(fake_command(DRIVER_CONSOLE, one, CONSOLE_COMMAND_ABORT_READ, 0, 0));
    expect_read(one, ERROR_CANCEL, "");
    fake_expect_success(fake_command(DRIVER_CONSOLE, one, CONSOLE_COMMAND_ABORT_READ, 0, 0));
    fake_expect_no_upcall();
    fake_expect_success(read_start(two, 4, 4));
    fake_process_end(two);
    fake_expect_success(read_start(one, 4, 4));
}

static void an_aborted_read_says_what_has_arrived(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_expect_success(read_start(process, 8, 8));
    focus_to_reader();
    fake_type("abc");
    fake_expect_success(fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_ABORT_READ, 0, 0));
    expect_read(process, ERROR_CANCEL, "abc");
}

static void a_read_without_the_focus_gets_nothing(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_expect_success(read_start(process, 4, 1));
    fake_type("x");
    fake_run();
    fake_expect_no_upcall();
    fake_type("\b");
}

static void a_buffer_that_goes_ends_the_read(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_expect_success(read_start(process, 4, 4));
    focus_to_reader();
    fake_type("ab");
    fake_allow(process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ, NULL, 4);
    fake_type("c");
    fake_expect_upcall(DRIVER_CONSOLE, process, CONSOLE_UPCALL_READ, ERROR_NO_MEMORY, 2, 0);
    static const uint8_t untouched[4] = {0};
    assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ), untouched,
                        sizeof untouched);
    fake_expect_success(read_start(process, 4, 4));
    fake_allow(process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ, NULL, 0);
    fake_type("d");
    fake_run();
    fake_expect_upcall(DRIVER_CONSOLE, process, CONSOLE_UPCALL_READ, ERROR_NO_MEMORY, 0, 0);
    // The bytes that found no buffer are not lost.
    fake_expect_success(read_start(process, 4, 2));
    fake_run();
    expect_read(process, ERROR_NONE, "cd");
}

static void a_prompt_is_released_by_the_read_behind_it(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    write_all(process, "name? ");
    fake_expect_success(read_start(process, 4, 4));
    fake_run();
    fake_expect_output(ERASE "name? ");
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
    focus_to_reader();
    fake_type("abc");
    restart(process);
    expect_read(process, ERROR_RESERVE, "abc");
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
    expect_written(process, 7);
    fake_expect_in_output("before");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_filter_keeps_text_and_drops_commands),
        cmocka_unit_test(zero_bytes_are_dropped),
        cmocka_unit_test_setup(a_line_is_sent_and_the_write_completes, setup),
        cmocka_unit_test_setup(commands, setup),
        cmocka_unit_test_setup(the_count_is_what_was_asked_and_allowed, setup),
        cmocka_unit_test_setup(dropped_bytes_count_as_written, setup),
        cmocka_unit_test_setup(a_partial_line_waits_20_ms, setup),
        cmocka_unit_test_setup(a_partial_line_goes_with_its_rest, setup),
        cmocka_unit_test_setup(a_full_line_buffer_is_released, setup),
        cmocka_unit_test_setup(long_writes_go_piece_by_piece, setup),
        cmocka_unit_test_setup(lines_of_programs_do_not_mix, setup),
        cmocka_unit_test_setup(random_writes_arrive_whole_and_in_order, setup),
        cmocka_unit_test_setup(programs_take_turns, setup),
        cmocka_unit_test_setup(the_process_console_is_not_starved, setup),
        cmocka_unit_test_setup(a_buffer_that_is_swapped_ends_the_write, setup),
        cmocka_unit_test_setup(a_swap_after_the_last_byte_was_taken_changes_nothing, setup),
        cmocka_unit_test_setup(what_a_program_said_last_is_printed, setup),
        cmocka_unit_test_setup(a_write_that_completed_is_not_lost_with_its_program, setup),
        cmocka_unit_test_setup(a_dead_program_with_a_long_write_stops_writing, setup),
        cmocka_unit_test_setup(without_a_terminal_writes_fail, setup),
        cmocka_unit_test_setup(a_read_gets_exactly_its_length, setup),
        cmocka_unit_test_setup(read_lengths, setup),
        cmocka_unit_test_setup(one_read_at_a_time, setup),
        cmocka_unit_test_setup(an_aborted_read_says_what_has_arrived, setup),
        cmocka_unit_test_setup(a_read_without_the_focus_gets_nothing, setup),
        cmocka_unit_test_setup(a_buffer_that_goes_ends_the_read, setup),
        cmocka_unit_test_setup(restart_ends_a_read_and_a_write, setup),
        cmocka_unit_test_setup(restart_of_the_terminal_goes_on_with_what_waited, setup),
        cmocka_unit_test_setup(a_prompt_is_released_by_the_read_behind_it, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
