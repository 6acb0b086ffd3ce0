// SPDX-License-Identifier: Apache-2.0 OR MIT
// The small drivers: lights, buttons, low-level debug.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <abi/driver.h>
#include <lib/checked_index.h>

#include "fake_gates.h"

static void lights_are_off_at_the_start(void **state)
{
    (void)state;
    assert_int_equal(fake_lights, 0);
}

static void lights(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_expect_success_u32(fake_command(DRIVER_LED, process, COMMAND_EXISTS, 0, 0), 2);
    fake_expect_success(fake_command(DRIVER_LED, process, LED_COMMAND_ON, 1, 0));
    assert_int_equal(fake_lights, 2);
    fake_expect_success_u32(fake_command(DRIVER_LED, process, LED_COMMAND_READ, 1, 0), 1);
    fake_expect_success_u32(fake_command(DRIVER_LED, process, LED_COMMAND_READ, 0, 0), 0);
    fake_expect_success(fake_command(DRIVER_LED, process, LED_COMMAND_TOGGLE, 0, 0));
    assert_int_equal(fake_lights, 3);
    fake_expect_success(fake_command(DRIVER_LED, process, LED_COMMAND_TOGGLE, 1, 0));
    fake_expect_success(fake_command(DRIVER_LED, process, LED_COMMAND_OFF, 0, 0));
    assert_int_equal(fake_lights, 0);
}

static void lights_refuse_what_is_not_there(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    for (uint32_t number = LED_COMMAND_ON; number <= LED_COMMAND_READ; number++) {
        fake_expect_failure(fake_command(DRIVER_LED, process, number, 2, 0), ERROR_INVALID);
        fake_expect_failure(fake_command(DRIVER_LED, process, number, UINT32_MAX, 0),
                            ERROR_INVALID);
    }
    fake_expect_failure(fake_command(DRIVER_LED, process, 5, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(fake_command(DRIVER_LED, process, UINT32_MAX, 0, 0), ERROR_NO_SUPPORT);
    assert_int_equal(fake_lights, 0);
}

static void buttons_are_watched_for_whom_they_matter(void **state)
{
    (void)state;
    struct process_id one = fake_process_start("one");
    struct process_id two = fake_process_start("two");
    fake_expect_success_u32(fake_command(DRIVER_BUTTON, one, COMMAND_EXISTS, 0, 0), 2);
    fake_expect_success(fake_command(DRIVER_BUTTON, one, BUTTON_COMMAND_ENABLE, 0, 0));
    assert_int_equal(fake_buttons_watched, 1);
    fake_expect_success(fake_command(DRIVER_BUTTON, two, BUTTON_COMMAND_ENABLE, 0, 0));
    fake_expect_success(fake_command(DRIVER_BUTTON, two, BUTTON_COMMAND_ENABLE, 1, 0));
    assert_int_equal(fake_buttons_watched, 3);

    fake_button_change(0, true);
    fake_expect_upcall(DRIVER_BUTTON, one, BUTTON_UPCALL_CHANGED, 0, 1, 0);
    fake_expect_upcall(DRIVER_BUTTON, two, BUTTON_UPCALL_CHANGED, 0, 1, 0);
    fake_button_change(1, false);
    fake_expect_upcall(DRIVER_BUTTON, two, BUTTON_UPCALL_CHANGED, 1, 0, 0);
    fake_expect_no_upcall();

    fake_expect_success(fake_command(DRIVER_BUTTON, two, BUTTON_COMMAND_DISABLE, 0, 0));
    assert_int_equal(fake_buttons_watched, 3);
    fake_button_change(0, false);
    fake_expect_upcall(DRIVER_BUTTON, one, BUTTON_UPCALL_CHANGED, 0, 0, 0);
    fake_expect_no_upcall();
    fake_expect_success(fake_command(DRIVER_BUTTON, one, BUTTON_COMMAND_DISABLE, 0, 0));
    assert_int_equal(fake_buttons_watched, 2);
    fake_process_end(two);
    fake_reset();
    assert_int_equal(fake_buttons_watched, 0);
}

static void button_state_and_refusals(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_buttons_pressed = 2;
    fake_expect_success_u32(fake_command(DRIVER_BUTTON, process, BUTTON_COMMAND_READ, 0, 0), 0);
    fake_expect_success_u32(fake_command(DRIVER_BUTTON, process, BUTTON_COMMAND_READ, 1, 0), 1);
    for (uint32_t number = BUTTON_COMMAND_ENABLE; number <= BUTTON_COMMAND_READ; number++) {
        fake_expect_failure(fake_command(DRIVER_BUTTON, process, number, 2, 0), ERROR_INVALID);
        fake_expect_failure(fake_command(DRIVER_BUTTON, process, number, 32, 0), ERROR_INVALID);
    }
    fake_expect_failure(fake_command(DRIVER_BUTTON, process, 4, 0, 0), ERROR_NO_SUPPORT);
    fake_grant_refuse(process, true);
    fake_expect_failure(fake_command(DRIVER_BUTTON, process, BUTTON_COMMAND_ENABLE, 0, 0),
                        ERROR_NO_MEMORY);
    fake_button_change(32, true);
    fake_expect_no_upcall();
}

static void low_level_debug_prints_numbers(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    char expected[256];
    fake_expect_success(fake_command(DRIVER_LOW_LEVEL_DEBUG, process, COMMAND_EXISTS, 0, 0));
    fake_expect_success(fake_command(DRIVER_LOW_LEVEL_DEBUG, process, 1, 0x2A, 0));
    fake_expect_success(fake_command(DRIVER_LOW_LEVEL_DEBUG, process, 2, 0xABCDEF, 0));
    fake_expect_success(fake_command(DRIVER_LOW_LEVEL_DEBUG, process, 3, 0, UINT32_MAX));
    fake_expect_failure(fake_command(DRIVER_LOW_LEVEL_DEBUG, process, 4, 0, 0), ERROR_NO_SUPPORT);
    fake_run();
    snprintf(expected, sizeof expected,
             "\r\x1B[KLowLevelDebug: App 0x%x alert code 0x2a\n"
             "LowLevelDebug: App 0x%x prints 0xabcdef\n"
             "LowLevelDebug: App 0x%x prints 0x0 0xffffffff\n",
             (unsigned)process.number, (unsigned)process.number, (unsigned)process.number);
    fake_expect_output(expected);
}

static void low_level_debug_counts_what_it_drops(void **state)
{
    (void)state;
    char expected[256];
    for (uint32_t entries = 4; entries <= 7; entries++) {
        fake_reset();
        struct process_id process = fake_process_start("one");
        for (uint32_t i = 0; i < entries; i++) {
            fake_expect_success(fake_command(DRIVER_LOW_LEVEL_DEBUG, process, 2, i, 0));
        }
        fake_run();
        fake_expect_in_output("prints 0x2\n");
        if (entries == 4) {
            fake_expect_in_output("prints 0x3\n");
            assert_null(strstr(fake_output(), "Dropped"));
        } else {
            // The entry that gave its place to the count is counted, too.
            snprintf(expected, sizeof expected,
                     "LowLevelDebug: Dropped 0x%x entries for app 0x%x\n", (unsigned)entries - 3,
                     (unsigned)process.number);
            fake_expect_in_output(expected);
            assert_null(strstr(fake_output(), "prints 0x3"));
        }
    }
}

static void low_level_debug_without_room(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_grant_refuse(process, true);
    fake_expect_success(fake_command(DRIVER_LOW_LEVEL_DEBUG, process, 2, 1, 0));
    fake_run();
    fake_expect_output("\r\x1B[KLowLevelDebug: grant init failed\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(lights_are_off_at_the_start, fake_setup),
        cmocka_unit_test_setup(lights, fake_setup),
        cmocka_unit_test_setup(lights_refuse_what_is_not_there, fake_setup),
        cmocka_unit_test_setup(buttons_are_watched_for_whom_they_matter, fake_setup),
        cmocka_unit_test_setup(button_state_and_refusals, fake_setup),
        cmocka_unit_test_setup(low_level_debug_prints_numbers, fake_setup),
        cmocka_unit_test_setup(low_level_debug_counts_what_it_drops, fake_setup),
        cmocka_unit_test_setup(low_level_debug_without_room, fake_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
