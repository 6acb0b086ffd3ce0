// SPDX-License-Identifier: Apache-2.0 OR MIT
// The terminal, its prompt and the focus.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <abi/driver.h>

#include "console_client.h"
#include "prompt.h"

static void print(struct process_id process, const char *text)
{
    write_start(process, text);
    fake_run();
}

static void reads(struct process_id process, uint32_t length_bytes)
{
    fake_expect_success(read_start(process, length_bytes, length_bytes));
    fake_run();
}

static void expect_read(struct process_id process, const char *text)
{
    struct fake_upcall upcall;
    while (fake_upcall_take(&upcall)) {
        if (upcall.number == CONSOLE_UPCALL_READ) {
            assert_int_equal(upcall.process, process.number);
            assert_int_equal(upcall.argument[0], ERROR_NONE);
            assert_int_equal(upcall.argument[1], strlen(text));
            assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ), text,
                                strlen(text));
            return;
        }
    }
    fail_msg("no read has ended");
}

static void a_prompt_is_erased_and_comes_back(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_type("lis");
    fake_run();
    fake_expect_output("lis");
    print(process, "hello\n");
    fake_advance_milliseconds(10);
    print(process, "world\n");
    fake_expect_output(ERASE "hello\nworld\n");
    // There was output since, so it waits as long again.
    fake_advance_milliseconds(89);
    fake_expect_output("");
    fake_advance_milliseconds(1);
    fake_expect_output(PROMPT "lis");
    print(process, "hello\n");
    fake_output_clear();
    fake_advance_milliseconds(49);
    fake_expect_output("");
    fake_advance_milliseconds(1);
    fake_expect_output(PROMPT "lis");
    fake_type("\b\b\b");
    fake_run();
}

static void typing_brings_a_lost_prompt_back_at_once(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    print(process, "hello\n");
    fake_type("x");
    fake_run();
    fake_expect_output(ERASE "hello\n" PROMPT "x");
    fake_advance_milliseconds(1000);
    fake_expect_output("");
    fake_type("\b");
    fake_run();
}

static void a_prompt_goes_to_a_line_of_its_own(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    print(process, "partial");
    fake_advance_milliseconds(1000);
    fake_expect_output(ERASE "partial\r\n" PROMPT);
    print(process, " line\n");
    fake_advance_milliseconds(1000);
    fake_expect_output(ERASE " line\n" PROMPT);
}

static void control_t_moves_the_focus_there_and_back(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("reader");
    reads(process, 2);
    fake_type(CONTROL_T "ab");
    fake_run();
    expect_read(process, "ab");
    fake_expect_output(ERASE "Input goes to reader (Ctrl-T: back).\r\n");
    // No prompt while a program has the focus.
    print(process, "hello\n");
    fake_advance_milliseconds(1000);
    fake_expect_output("hello\n");
    fake_type(CONTROL_T);
    fake_run();
    fake_expect_output("Input goes to the process console.\r\n" PROMPT);
    fake_type("help\r");
    fake_run();
    fake_expect_in_output("help\r\nValid commands are:");
}

static void control_t_without_a_reader_stays(void **state)
{
    (void)state;
    fake_type(CONTROL_T);
    fake_run();
    fake_expect_output(ERASE "No program waits for input.\r\n" PROMPT);
}

static void control_t_drops_what_the_old_holder_did_not_take(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("reader");
    reads(process, 1);
    fake_type(CONTROL_T "abcd" CONTROL_T);
    fake_run();
    expect_read(process, "a");
    fake_output_clear();
    fake_type("help\r");
    fake_run();
    fake_expect_in_output("help\r\nValid commands are:");
    // And the program does not get it later.
    reads(process, 1);
    fake_type(CONTROL_T);
    fake_run();
    fake_expect_no_upcall();
}

static void the_focus_comes_back_when_its_holder_dies(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("reader");
    reads(process, 1);
    fake_type(CONTROL_T);
    fake_run();
    fake_output_clear();
    fake_process_end(process);
    fake_run();
    fake_expect_output("Input goes to the process console.\r\n" PROMPT);
}

static void the_focus_command_needs_no_reader(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("late");
    fake_type("focus late\rhello");
    fake_run();
    fake_expect_output("focus late\r\nInput goes to late (Ctrl-T: back).\r\n");
    fake_expect_no_upcall();
    reads(process, 5);
    expect_read(process, "hello");
}

static void typed_bytes_wait_up_to_192(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("late");
    fake_type("focus late\r");
    fake_run();
    char typed[194];
    for (size_t i = 0; i < 193; i++) {
        typed[i] = (char)('A' + i % 26);
    }
    typed[193] = '\0';
    fake_type(typed);
    for (size_t done = 0; done < 192; done += 64) {
        char expected[65] = {0};
        memcpy(expected, typed + done, 64);
        reads(process, 64);
        expect_read(process, expected);
    }
    // The 193rd found no room.
    reads(process, 1);
    fake_expect_no_upcall();
    fake_type("!");
    expect_read(process, "!");
}

static void nothing_comes_between_the_lines_of_a_report(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_type("status\r");
    fake_run_but_line();
    fake_line_step();
    fake_allow(process, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, "hello\n", 6);
    fake_expect_success(fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, 6, 0));
    fake_run();
    fake_expect_output("status\r\nTotal processes: 1\r\nActive processes: 1\r\n"
                       "Timeslice expirations: 0\r\n" PROMPT ERASE "hello\n" PROMPT);
}

static void a_failed_client_does_not_stop_the_others(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_capsule_fail(FAKE_PROCESS_CONSOLE, true);
    fake_type("list\r");
    print(process, "hello\n");
    fake_expect_output(ERASE "hello\n");
    fake_advance_milliseconds(1000);
    print(process, "again\n");
    fake_expect_output("again\n");
    fake_capsule_fail(FAKE_PROCESS_CONSOLE, false);
    fake_capsule_fail(FAKE_CONSOLE, true);
    fake_run();
    fake_type("\r");
    fake_run();
    fake_expect_in_output("tock$ ");
}

static void a_line_that_takes_nothing_is_tried_when_it_has_room(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_line_room = 0;
    print(process, "one\n");
    print(process, "two\n");
    fake_run();
    fake_expect_output(ERASE "one\ntwo\n");
}

static void a_line_with_room_is_printed_at_once(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    struct process_id other = fake_process_start("two");
    print(process, "erases the prompt\n");
    fake_line_room = 64;
    static const char *const lines[] = {"1\n", "2\n"};
    for (size_t i = 0; i < 2; i++) {
        fake_output_clear();
        fake_allow(process, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, lines[i], 2);
        fake_expect_success(fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, 2, 0));
        // No kernel work in between.
        assert_true(fake_line_step());
        fake_expect_output(lines[i]);
    }
    // An open line is another's: what is offered has to wait.
    print(other, "open");
    fake_advance_milliseconds(20);
    fake_output_clear();
    fake_expect_success(fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, 2, 0));
    fake_expect_output("");
    fake_run();
    fake_expect_output("\r\n2\n");
}

static void what_the_line_has_no_room_for_follows(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    print(process, "erases the prompt\n");
    fake_output_clear();
    fake_line_room = 5;
    fake_allow(process, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, "hello, world\n", 13);
    fake_expect_success(fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, 13, 0));
    fake_expect_success(fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_WRITE, 13, 0));
    fake_line_step();
    fake_expect_output("hello");
    fake_run();
    fake_expect_output(", world\nhello, world\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_prompt_is_erased_and_comes_back, fake_setup),
        cmocka_unit_test_setup(typing_brings_a_lost_prompt_back_at_once, fake_setup),
        cmocka_unit_test_setup(a_prompt_goes_to_a_line_of_its_own, fake_setup),
        cmocka_unit_test_setup(control_t_moves_the_focus_there_and_back, fake_setup),
        cmocka_unit_test_setup(control_t_without_a_reader_stays, fake_setup),
        cmocka_unit_test_setup(control_t_drops_what_the_old_holder_did_not_take, fake_setup),
        cmocka_unit_test_setup(the_focus_comes_back_when_its_holder_dies, fake_setup),
        cmocka_unit_test_setup(the_focus_command_needs_no_reader, fake_setup),
        cmocka_unit_test_setup(typed_bytes_wait_up_to_192, fake_setup),
        cmocka_unit_test_setup(nothing_comes_between_the_lines_of_a_report, fake_setup),
        cmocka_unit_test_setup(a_failed_client_does_not_stop_the_others, fake_setup),
        cmocka_unit_test_setup(a_line_that_takes_nothing_is_tried_when_it_has_room, fake_setup),
        cmocka_unit_test_setup(a_line_with_room_is_printed_at_once, fake_setup),
        cmocka_unit_test_setup(what_the_line_has_no_room_for_follows, fake_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
