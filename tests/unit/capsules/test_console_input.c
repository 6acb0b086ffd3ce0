// SPDX-License-Identifier: Apache-2.0 OR MIT
// Input of programs, from the serial line to the upcall.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <abi/driver.h>
#include <lib/checked_index.h>

#include "console_client.h"
#include "prompt.h"

static void a_read_gets_exactly_its_length(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_expect_success(read_start(process, 8, 4));
    read_focus();
    fake_type("abc");
    fake_expect_no_upcall();
    fake_type("de");
    read_expect(process, ERROR_NONE, "abcd");
    assert_int_equal(fake_buffer(process, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ)[4], 0);
    // What was typed ahead is for the next read.
    fake_expect_success(read_start(process, 8, 2));
    fake_run();
    fake_expect_no_upcall();
    fake_type("f");
    read_expect(process, ERROR_NONE, "ef");
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
                read_expect(process, ERROR_NONE, "");
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
    read_expect(one, ERROR_CANCEL, "");
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
    read_focus();
    fake_type("abc");
    fake_expect_success(fake_command(DRIVER_CONSOLE, process, CONSOLE_COMMAND_ABORT_READ, 0, 0));
    read_expect(process, ERROR_CANCEL, "abc");
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
    read_focus();
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
    read_expect(process, ERROR_NONE, "cd");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_read_gets_exactly_its_length, fake_setup),
        cmocka_unit_test_setup(read_lengths, fake_setup),
        cmocka_unit_test_setup(one_read_at_a_time, fake_setup),
        cmocka_unit_test_setup(an_aborted_read_says_what_has_arrived, fake_setup),
        cmocka_unit_test_setup(a_read_without_the_focus_gets_nothing, fake_setup),
        cmocka_unit_test_setup(a_buffer_that_goes_ends_the_read, fake_setup),
        cmocka_unit_test_setup(a_prompt_is_released_by_the_read_behind_it, fake_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
