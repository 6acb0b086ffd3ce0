// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The capsule `kernel_alarm`: its timer is the kernel's, and a restart forgets what was set.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <capsules/kernel_alarm/kernel_alarm.h>

#include "fake_board.h"

static unsigned fired_count;

static void fired(void)
{
    fired_count++;
}

const struct alarm_client kernel_alarm_client = {.fired = fired};

static int setup(void **state)
{
    (void)state;
    fake_reset();
    fake_enter(FAKE_ALARM); // The capsule stands in its place, whose timer it has.
    (void)kernel_alarm_cancel();
    fired_count = 0;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fake_leave();
    return 0;
}

static void alarm_is_called_once(void **state)
{
    (void)state;
    assert_int_equal(kernel_alarm_set(1000), ERROR_NONE);
    kernel_alarm_timer();
    assert_int_equal(fired_count, 1);
    assert_int_equal(kernel_alarm_cancel(), ERROR_ALREADY);
}

static void client_learns_of_a_restart_that_forgot_its_alarm(void **state)
{
    (void)state;
    kernel_alarm_init();
    kernel_alarm_deferred();
    assert_int_equal(fired_count, 1);
}

static void alarm_that_was_set_again_is_not_cut_short(void **state)
{
    (void)state;
    kernel_alarm_init();
    assert_int_equal(kernel_alarm_set(1000), ERROR_NONE);
    kernel_alarm_deferred();
    assert_int_equal(fired_count, 0);
    kernel_alarm_timer();
    assert_int_equal(fired_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(alarm_is_called_once, setup, teardown),
        cmocka_unit_test_setup_teardown(client_learns_of_a_restart_that_forgot_its_alarm, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(alarm_that_was_set_again_is_not_cut_short, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
