// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include <abi/driver.h>
#include <capsules/alarm/alarm.h>
#include <lib/checked_index.h>

#include "fake_board.h"
#include "fake_gates.h"

static struct fake_answer alarm(struct process_id process, uint32_t number, uint32_t argument0,
                                uint32_t argument1)
{
    return fake_command(DRIVER_ALARM, process, number, argument0, argument1);
}

static void questions(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_time_set(0x1234567890ull);
    fake_expect_success(alarm(process, COMMAND_EXISTS, 0, 0));
    fake_expect_success_u32(alarm(process, ALARM_COMMAND_FREQUENCY, 0, 0), FAKE_HZ);
    fake_expect_success_u32(alarm(process, ALARM_COMMAND_NOW, 0, 0), 0x34567890);
    fake_expect_failure(alarm(process, 4, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(alarm(process, 7, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(alarm(process, UINT32_MAX, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(alarm(process, ALARM_COMMAND_STOP, 0, 0), ERROR_ALREADY);
}

/// One alarm: set at `now`, not fired one tick before `after` ticks have passed, fired then.
static void absolute_alarms(void **state)
{
    (void)state;
    enum { AT_ONCE = 0 };
    static const struct {
        uint64_t now;
        uint32_t reference;
        uint32_t delay;
        uint64_t after;
    } cases[] = {
        {1000, 1000, 1, 1},
        {1000, 1000, 0, AT_ONCE},
        {1000, 900, 100, AT_ONCE},
        {1000, 900, 99, AT_ONCE},
        {1000, 900, 101, 1},
        // A reference in the future is long past.
        {1000, 1001, 5, AT_ONCE},
        {1000, 1001, UINT32_MAX, AT_ONCE},
        {1000, 1002, UINT32_MAX, 1},
        {1000, 1000, UINT32_MAX, UINT32_MAX},
        // The low half of the time has wrapped since the reference.
        {0x100000010ull, 0xFFFFFFF0, 0x20, AT_ONCE},
        {0x100000010ull, 0xFFFFFFF0, 0x21, 1},
        // It wraps before the alarm.
        {0x1FFFFFFF0ull, 0xFFFFFFF0, 0x20, 0x20},
        {0x1FFFFFFFFull, 0xFFFFFFFF, 1, 1},
        {0xFFFFFFFFFFull, 0xFFFFFFFF, UINT32_MAX, UINT32_MAX},
        {0, 0, 1, 1},
        {0, 1, 5, AT_ONCE},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        fake_reset();
        struct process_id process = fake_process_start("one");
        fake_time_set(cases[i].now);
        uint32_t end = cases[i].reference + cases[i].delay;
        fake_expect_success_u32(
            alarm(process, ALARM_COMMAND_SET_ABSOLUTE, cases[i].reference, cases[i].delay), end);
        if (cases[i].after > 0) {
            fake_advance(cases[i].after - 1);
            fake_expect_no_upcall();
            fake_advance(1);
        }
        fake_expect_upcall(DRIVER_ALARM, process, ALARM_UPCALL_FIRED,
                           (uint32_t)(cases[i].now + cases[i].after), end, 0);
        fake_advance(1ull << 33);
        fake_expect_no_upcall();
    }
}

static void relative_alarms(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_time_set(0x1FFFFFFFEull);
    fake_expect_success_u32(alarm(process, ALARM_COMMAND_SET_RELATIVE, 4, 99), 2);
    fake_advance(3);
    fake_expect_no_upcall();
    fake_advance(1);
    fake_expect_upcall(DRIVER_ALARM, process, ALARM_UPCALL_FIRED, 2, 2, 0);
    fake_expect_success_u32(alarm(process, ALARM_COMMAND_SET_RELATIVE, 0, 0), 2);
    fake_expect_upcall(DRIVER_ALARM, process, ALARM_UPCALL_FIRED, 2, 2, 0);
}

static void a_late_timer_says_when_it_was(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_time_set(100);
    fake_expect_success_u32(alarm(process, ALARM_COMMAND_SET_RELATIVE, 50, 0), 150);
    fake_time_set(170);
    fake_run();
    fake_expect_upcall(DRIVER_ALARM, process, ALARM_UPCALL_FIRED, 170, 150, 0);
}

static void setting_replaces_and_stopping_stops(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_time_set(100);
    fake_expect_success_u32(alarm(process, ALARM_COMMAND_SET_RELATIVE, 50, 0), 150);
    fake_expect_success_u32(alarm(process, ALARM_COMMAND_SET_RELATIVE, 70, 0), 170);
    fake_advance(69);
    fake_expect_no_upcall();
    fake_advance(1);
    fake_expect_upcall(DRIVER_ALARM, process, ALARM_UPCALL_FIRED, 170, 170, 0);
    fake_expect_failure(alarm(process, ALARM_COMMAND_STOP, 0, 0), ERROR_ALREADY);
    fake_expect_success_u32(alarm(process, ALARM_COMMAND_SET_RELATIVE, 10, 0), 180);
    fake_expect_success(alarm(process, ALARM_COMMAND_STOP, 0, 0));
    fake_expect_failure(alarm(process, ALARM_COMMAND_STOP, 0, 0), ERROR_ALREADY);
    fake_advance(1000);
    fake_expect_no_upcall();
}

static void without_room_for_a_grant_there_is_no_alarm(void **state)
{
    (void)state;
    struct process_id process = fake_process_start("one");
    fake_grant_refuse(process, true);
    fake_expect_failure(alarm(process, ALARM_COMMAND_SET_RELATIVE, 10, 0), ERROR_NO_MEMORY);
    fake_expect_failure(alarm(process, ALARM_COMMAND_STOP, 0, 0), ERROR_NO_MEMORY);
    fake_advance(100);
    fake_expect_no_upcall();
}

static void the_alarm_of_a_dead_process_does_not_matter(void **state)
{
    (void)state;
    struct process_id dead = fake_process_start("dead");
    struct process_id alive = fake_process_start("alive");
    fake_time_set(0);
    fake_expect_success_u32(alarm(dead, ALARM_COMMAND_SET_RELATIVE, 10, 0), 10);
    fake_expect_success_u32(alarm(alive, ALARM_COMMAND_SET_RELATIVE, 20, 0), 20);
    fake_process_end(dead);
    fake_advance(20);
    fake_expect_upcall(DRIVER_ALARM, alive, ALARM_UPCALL_FIRED, 20, 20, 0);
    fake_expect_no_upcall();
}

/// Any number of clients against a model: each alarm fires once, at its tick or after, with exactly
/// what was returned when it was set.
static void random_alarms_match_a_model(void **state)
{
    (void)state;
    enum { STEPS = 20000, CLIENTS = FAKE_SLOT_COUNT };
    const char *given = getenv("BULKHEAD_TEST_SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 0) : (unsigned)time(NULL);
    print_message("seed %u (set BULKHEAD_TEST_SEED to repeat)\n", seed);
    srand(seed);

    struct process_id process[CLIENTS];
    struct {
        bool is_pending;
        uint64_t at;
    } model[CLIENTS] = {{false, 0}};
    for (size_t i = 0; i < CLIENTS; i++) {
        process[i] = fake_process_start("client");
    }
    uint64_t now = 0xFFFFF000u;
    fake_time_set(now);
    for (int step = 0; step < STEPS; step++) {
        size_t i = (size_t)rand() % CLIENTS;
        int action = rand() % 8;
        if (action < 3) {
            uint32_t back = rand() % 2 == 0 ? 0 : (uint32_t)rand() % 3000;
            uint32_t delay = (uint32_t)rand() % 4000;
            uint32_t reference = (uint32_t)now - back;
            fake_expect_success_u32(alarm(process[i], ALARM_COMMAND_SET_ABSOLUTE, reference, delay),
                                    reference + delay);
            model[i].is_pending = delay > back;
            model[i].at = now - back + delay;
            if (!model[i].is_pending) {
                fake_expect_upcall(DRIVER_ALARM, process[i], ALARM_UPCALL_FIRED, (uint32_t)now,
                                   (uint32_t)model[i].at, 0);
            }
        } else if (action == 3) {
            struct fake_answer answer = alarm(process[i], ALARM_COMMAND_STOP, 0, 0);
            if (model[i].is_pending) {
                fake_expect_success(answer);
            } else {
                fake_expect_failure(answer, ERROR_ALREADY);
            }
            model[i].is_pending = false;
        } else {
            now += (uint64_t)(rand() % 1500);
            fake_time_set(now);
            fake_run();
            for (size_t client = 0; client < CLIENTS; client++) {
                if (model[client].is_pending && model[client].at <= now) {
                    model[client].is_pending = false;
                    fake_expect_upcall(DRIVER_ALARM, process[client], ALARM_UPCALL_FIRED,
                                       (uint32_t)now, (uint32_t)model[client].at, 0);
                }
            }
        }
        fake_expect_no_upcall();
    }
}

static void restart_ends_the_alarm_that_is_set(void **state)
{
    (void)state;
    struct process_id waits = fake_process_start("one");
    struct process_id has_none = fake_process_start("two");
    fake_time_set(1000);
    (void)alarm(waits, ALARM_COMMAND_SET_RELATIVE, 500, 0);
    (void)alarm(has_none, ALARM_COMMAND_STOP, 0, 0);
    fake_time_set(1100);
    fake_enter(FAKE_ALARM);
    alarm_on_restart(&waits);
    alarm_on_restart(&has_none);
    fake_leave();
    fake_expect_upcall(DRIVER_ALARM, waits, ALARM_UPCALL_FIRED, 1100, 1500, ERROR_RESERVE);
    fake_expect_no_upcall();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(questions, fake_setup),
        cmocka_unit_test_setup(absolute_alarms, fake_setup),
        cmocka_unit_test_setup(relative_alarms, fake_setup),
        cmocka_unit_test_setup(a_late_timer_says_when_it_was, fake_setup),
        cmocka_unit_test_setup(setting_replaces_and_stopping_stops, fake_setup),
        cmocka_unit_test_setup(without_room_for_a_grant_there_is_no_alarm, fake_setup),
        cmocka_unit_test_setup(the_alarm_of_a_dead_process_does_not_matter, fake_setup),
        cmocka_unit_test_setup(restart_ends_the_alarm_that_is_set, fake_setup),
        cmocka_unit_test_setup(random_alarms_match_a_model, fake_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
