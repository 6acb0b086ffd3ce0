// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The driver of a clock that knows the date, with a clock that does what the test says.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <capsules/date_time/date_time.h>
#include <cmocka.h>

#include "bench.h"

enum { DATE_TIME };
enum { DRIVER = DATE_TIME_DRIVER };

const struct bench_capsule bench_capsules[] = {
    [DATE_TIME] = {.deferred = date_time_deferred,
                   .on_restart = date_time_on_restart,
                   .driver = DATE_TIME_DRIVER,
                   .command = date_time_command,
                   BENCH_STATE(date_time)},
};
const size_t bench_capsule_count = 1;

BENCH_THUNK(to_done, DATE_TIME, date_time_done, struct date_time_done)

// ---------------------------------------------------------------------------------------------
// The clock

static struct {
    enum error answer; ///< to the next request
    bool is_busy;
    unsigned gets;
    unsigned sets;
    struct date_time set;
} clock_model;

static enum error request(struct date_time_request *asked, unsigned *count)
{
    asked->status = clock_model.is_busy ? ERROR_BUSY : clock_model.answer;
    if (asked->status == ERROR_NONE) {
        clock_model.is_busy = true;
        (*count)++;
    }
    return ERROR_NONE;
}

static enum error clock_get(struct date_time_request *asked)
{
    return request(asked, &clock_model.gets);
}

static enum error clock_set(struct date_time_request *asked)
{
    const enum error error = request(asked, &clock_model.sets);
    if (asked->status == ERROR_NONE) {
        clock_model.set = asked->time;
    }
    return error;
}

const struct date_time_source date_time_source = {.get = clock_get, .set = clock_set};

static const struct date_time noon = {
    .year = 2026, .month = 11, .day = 22, .weekday = 0, .hour = 12, .minute = 34, .second = 56};
enum { NOON_DATE = 2026 << 9 | 11 << 5 | 22, NOON_TIME = 0 << 17 | 12 << 12 | 34 << 6 | 56 };

/// The clock is done. The time it tells is the one above, also where nobody should believe it.
static void end(enum error status)
{
    assert_true(clock_model.is_busy);
    clock_model.is_busy = false;
    struct date_time_done done = {.status = status, .time = noon};
    (void)to_done(&done);
    fake_run();
}

static int reset(void **state)
{
    clock_model.is_busy = false;
    clock_model.answer = ERROR_NONE;
    clock_model.gets = 0;
    clock_model.sets = 0;
    return bench_reset(state);
}

static struct fake_answer get(struct process_id process)
{
    return fake_command(DRIVER, process, DATE_TIME_COMMAND_GET, 0, 0);
}

static struct fake_answer set(struct process_id process, uint32_t date, uint32_t time)
{
    return fake_command(DRIVER, process, DATE_TIME_COMMAND_SET, date, time);
}

static void expect(struct process_id process, enum error status, uint32_t date, uint32_t time)
{
    fake_expect_upcall(DRIVER, process, DATE_TIME_UPCALL_DONE, status, date, time);
}

// ---------------------------------------------------------------------------------------------

static void time_is_told(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_success(fake_command(DRIVER, process, COMMAND_EXISTS, 0, 0));
    fake_expect_success(get(process));
    fake_expect_no_upcall();
    end(ERROR_NONE);
    expect(process, ERROR_NONE, NOON_DATE, NOON_TIME);
    fake_expect_no_upcall();
    assert_int_equal(clock_model.gets, 1);
}

static void time_is_set(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    // A Saturday, the last second of a year.
    fake_expect_success(
        set(process, 2022u << 9 | 12u << 5 | 31u, 6u << 17 | 23u << 12 | 59u << 6 | 59u));
    assert_int_equal(clock_model.set.year, 2022);
    assert_int_equal(clock_model.set.month, 12);
    assert_int_equal(clock_model.set.day, 31);
    assert_int_equal(clock_model.set.weekday, 6);
    assert_int_equal(clock_model.set.hour, 23);
    assert_int_equal(clock_model.set.minute, 59);
    assert_int_equal(clock_model.set.second, 59);
    end(ERROR_NONE);
    expect(process, ERROR_NONE, 0, 0);
}

static void second_that_no_calendar_has_is_refused(void **state)
{
    (void)state;
    static const struct {
        uint32_t year, month, day, weekday, hour, minute, second;
        bool is_good;
    } cases[] = {
        {2026, 0, 1, 0, 0, 0, 0, false},   {2026, 1, 1, 0, 0, 0, 0, true},
        {2026, 12, 31, 0, 0, 0, 0, true},  {2026, 13, 1, 0, 0, 0, 0, false},
        {2026, 15, 1, 0, 0, 0, 0, false},  {2026, 1, 0, 0, 0, 0, 0, false},
        {2026, 1, 31, 0, 0, 0, 0, true},   {2026, 4, 30, 0, 0, 0, 0, true},
        {2026, 4, 31, 0, 0, 0, 0, false},  {2026, 6, 31, 0, 0, 0, 0, false},
        {2026, 7, 31, 0, 0, 0, 0, true},   {2026, 8, 31, 0, 0, 0, 0, true},
        {2026, 9, 31, 0, 0, 0, 0, false},  {2026, 11, 31, 0, 0, 0, 0, false},
        {2026, 10, 31, 0, 0, 0, 0, true},  {2026, 2, 29, 0, 0, 0, 0, false},
        {2028, 2, 29, 0, 0, 0, 0, true},   {2028, 2, 30, 0, 0, 0, 0, false},
        {2100, 2, 29, 0, 0, 0, 0, false},  {2000, 2, 29, 0, 0, 0, 0, true},
        {2026, 1, 1, 6, 23, 59, 59, true}, {2026, 1, 1, 7, 0, 0, 0, false},
        {2026, 1, 1, 0, 24, 0, 0, false},  {2026, 1, 1, 0, 0, 60, 0, false},
        {2026, 1, 1, 0, 0, 0, 60, false},  {65535, 1, 1, 0, 0, 0, 0, true},
        {65536, 1, 1, 0, 0, 0, 0, false},  {0x7FFFFF, 1, 1, 0, 0, 0, 0, false},
        {2026, 1, 1, 256, 0, 0, 0, false}, {2026, 1, 1, 0x7FFF, 0, 0, 0, false},
    };
    const struct process_id process = fake_process_start("one");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct fake_answer answer = set(
            process, cases[i].year << 9 | cases[i].month << 5 | cases[i].day,
            cases[i].weekday << 17 | cases[i].hour << 12 | cases[i].minute << 6 | cases[i].second);
        if (cases[i].is_good) {
            fake_expect_success(answer);
            end(ERROR_NONE);
            expect(process, ERROR_NONE, 0, 0);
        } else {
            fake_expect_failure(answer, ERROR_INVALID);
            assert_false(clock_model.is_busy);
        }
    }
    fake_expect_no_upcall();
}

static void one_look_serves_all_that_ask(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_expect_success(get(one));
    fake_expect_success(get(two));
    fake_expect_failure(get(two), ERROR_BUSY);
    fake_expect_failure(set(one, NOON_DATE, NOON_TIME), ERROR_BUSY);
    end(ERROR_NONE);
    expect(one, ERROR_NONE, NOON_DATE, NOON_TIME);
    expect(two, ERROR_NONE, NOON_DATE, NOON_TIME);
    fake_expect_no_upcall();
    assert_int_equal(clock_model.gets, 1);
    assert_false(clock_model.is_busy);
    fake_expect_success(get(two));
}

static void setting_waits_for_its_turn(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    const struct process_id three = fake_process_start("three");
    fake_expect_success(set(one, NOON_DATE, NOON_TIME));
    fake_expect_success(set(two, NOON_DATE, NOON_TIME + 1));
    fake_expect_success(get(three));
    assert_int_equal(clock_model.set.second, 56);
    end(ERROR_NONE);
    expect(one, ERROR_NONE, 0, 0);
    fake_expect_no_upcall();
    assert_int_equal(clock_model.set.second, 57);
    end(ERROR_FAILED);
    expect(two, ERROR_FAILED, 0, 0);
    fake_expect_no_upcall();
    end(ERROR_NONE);
    expect(three, ERROR_NONE, NOON_DATE, NOON_TIME);
    assert_int_equal(clock_model.gets, 1);
    assert_int_equal(clock_model.sets, 2);
}

static void failure_is_told_without_a_time(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_success(get(process));
    end(ERROR_NO_ACK);
    expect(process, ERROR_NO_ACK, 0, 0);
    clock_model.answer = ERROR_NO_DEVICE;
    fake_expect_failure(get(process), ERROR_NO_DEVICE);
    fake_expect_failure(set(process, NOON_DATE, NOON_TIME), ERROR_NO_DEVICE);
    clock_model.answer = ERROR_NONE;
    fake_expect_success(get(process));
}

static void refusal_in_its_turn_is_told(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    const struct process_id three = fake_process_start("three");
    fake_expect_success(get(one));
    fake_expect_success(set(two, NOON_DATE, NOON_TIME));
    fake_expect_success(set(three, NOON_DATE, NOON_TIME));
    clock_model.answer = ERROR_NO_SUPPORT;
    end(ERROR_NONE);
    expect(one, ERROR_NONE, NOON_DATE, NOON_TIME);
    expect(two, ERROR_NO_SUPPORT, 0, 0);
    expect(three, ERROR_NO_SUPPORT, 0, 0);
    fake_expect_no_upcall();
}

static void death_holds_up_nobody(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_expect_success(set(one, NOON_DATE, NOON_TIME));
    fake_expect_success(get(two));
    fake_process_end(one);
    end(ERROR_NONE);
    fake_expect_no_upcall();
    fake_process_end(two);
    end(ERROR_NONE);
    fake_expect_no_upcall();
    const struct process_id three = fake_process_start("three");
    fake_expect_success(get(three));
    end(ERROR_NONE);
    expect(three, ERROR_NONE, NOON_DATE, NOON_TIME);
}

static void without_room_for_a_grant_there_is_no_memory(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_grant_refuse(process, true);
    fake_expect_failure(get(process), ERROR_NO_MEMORY);
    assert_false(clock_model.is_busy);
    fake_expect_failure(fake_command(DRIVER, process, 3, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(fake_command(DRIVER, process, UINT32_MAX, 0, 0), ERROR_NO_SUPPORT);
}

static void restart_ends_requests(void **state)
{
    (void)state;
    const struct process_id both[] = {fake_process_start("one"), fake_process_start("two")};
    fake_expect_success(get(both[0]));
    bench_capsule_fail(DATE_TIME);
    fake_expect_failure(get(both[1]), ERROR_FAILED);
    bench_capsule_restart(DATE_TIME, both, 2);
    expect(both[0], ERROR_RESERVE, 0, 0);
    fake_expect_no_upcall();
    // The clock still works for the life before; whoever asks meanwhile waits for its end.
    fake_expect_success(set(both[1], NOON_DATE, NOON_TIME));
    assert_int_equal(clock_model.sets, 0);
    end(ERROR_NONE);
    fake_expect_no_upcall();
    assert_int_equal(clock_model.sets, 1);
    end(ERROR_NONE);
    expect(both[1], ERROR_NONE, 0, 0);
}

static void restart_of_the_clock_ends_requests(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    struct date_time_done done = {.status = ERROR_RESERVE};
    (void)to_done(&done); // When there was none.
    fake_run();
    fake_expect_no_upcall();
    fake_expect_success(get(process));
    end(ERROR_RESERVE);
    expect(process, ERROR_RESERVE, 0, 0);
    fake_expect_no_upcall();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(time_is_told, reset),
        cmocka_unit_test_setup(time_is_set, reset),
        cmocka_unit_test_setup(second_that_no_calendar_has_is_refused, reset),
        cmocka_unit_test_setup(one_look_serves_all_that_ask, reset),
        cmocka_unit_test_setup(setting_waits_for_its_turn, reset),
        cmocka_unit_test_setup(failure_is_told_without_a_time, reset),
        cmocka_unit_test_setup(refusal_in_its_turn_is_told, reset),
        cmocka_unit_test_setup(death_holds_up_nobody, reset),
        cmocka_unit_test_setup(without_room_for_a_grant_there_is_no_memory, reset),
        cmocka_unit_test_setup(restart_ends_requests, reset),
        cmocka_unit_test_setup(restart_of_the_clock_ends_requests, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
