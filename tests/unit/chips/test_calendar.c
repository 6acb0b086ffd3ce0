// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Dates and times: every day that the clock of the machine `virt` can show.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include <chips/virt/calendar.h>

enum { DAY_SECONDS = 86400, SECOND = 1000000000 };

static void expect(uint64_t seconds, struct date_time expected)
{
    struct date_time time;
    calendar_of_nanoseconds(seconds * SECOND + SECOND - 1, &time);
    assert_int_equal(time.year, expected.year);
    assert_int_equal(time.month, expected.month);
    assert_int_equal(time.day, expected.day);
    assert_int_equal(time.weekday, expected.weekday);
    assert_int_equal(time.hour, expected.hour);
    assert_int_equal(time.minute, expected.minute);
    assert_int_equal(time.second, expected.second);
    assert_int_equal(calendar_nanoseconds(&expected), seconds * SECOND);
}

static void last_second(void **state)
{
    (void)state;
    struct date_time time;
    calendar_of_nanoseconds(UINT64_MAX, &time);
    assert_int_equal(time.year, 2554);
    assert_true(date_time_is_valid(&time));
}

static void known_seconds(void **state)
{
    (void)state;
    expect(0, (struct date_time){1970, 1, 1, 4, 0, 0, 0});
    expect(951782399, (struct date_time){2000, 2, 28, 1, 23, 59, 59});
    expect(951782400, (struct date_time){2000, 2, 29, 2, 0, 0, 0});
    expect(1234567890, (struct date_time){2009, 2, 13, 5, 23, 31, 30});
    expect(4107542400, (struct date_time){2100, 3, 1, 1, 0, 0, 0}); // There is no 29 February.
}

static void each_day_follows_the_one_before(void **state)
{
    (void)state;
    struct date_time day = {1970, 1, 1, 4, 12, 34, 56};
    uint64_t seconds = 12 * 3600 + 34 * 60 + 56;
    unsigned count = 0;
    for (; day.year <= CALENDAR_YEAR_MAX; count++) {
        assert_true(date_time_is_valid(&day));
        expect(seconds, day);
        seconds += DAY_SECONDS;
        day.weekday = (uint8_t)((day.weekday + 1) % 7);
        day.day++;
        if (!date_time_is_valid(&day)) {
            day.day = 1;
            day.month++;
            if (day.month > 12) {
                day.month = 1;
                day.year++;
            }
        }
    }
    printf("counted: %u days\n", count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_seconds),
        cmocka_unit_test(last_second),
        cmocka_unit_test(each_day_follows_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
