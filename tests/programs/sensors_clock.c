// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets the clock and asks it, with and without sense. Run by test_sensors.py.
#include <bulkhead/date_time.h>

#include "check.h"

enum { DRIVER = BULKHEAD_DATE_TIME_DRIVER, SECONDS_PER_MINUTE = 60 };

static struct bulkhead_date_time second_of(uint32_t year, uint32_t month, uint32_t day,
                                           uint32_t weekday, uint32_t hour, uint32_t minute)
{
    return (struct bulkhead_date_time){year << 9 | month << 5 | day,
                                       weekday << 17 | hour << 12 | minute << 6};
}

static void set_check(struct bulkhead_date_time time, const char *what)
{
    struct bulkhead_date_time now = {0};
    enum error error = bulkhead_date_time_set(time);
    check_value(error == ERROR_NONE, what, (uint32_t)error);
    error = bulkhead_date_time_get(&now);
    check_value(error == ERROR_NONE && now.date == time.date, "has that date", now.date);
    // It may be a few seconds later, in the same minute.
    check_value(now.time >= time.time && now.time < time.time + SECONDS_PER_MINUTE, "and that time",
                now.time);
}

int main(void)
{
    struct bulkhead_date_time now = {0};
    enum error error = bulkhead_date_time_get(&now);
    if (error == ERROR_NO_DEVICE) {
        check(bulkhead_date_time_set(second_of(2026, 11, 22, 0, 12, 34)) == ERROR_NO_DEVICE,
              "no clock is set");
        return check_done("sensors_clock");
    }
    check_value(error == ERROR_NONE, "what time is it", (uint32_t)error);
    printf("now %08lx %08lx\n", (unsigned long)now.date, (unsigned long)now.time);
    if (bulkhead_date_time_set(second_of(2028, 2, 29, 2, 23, 58)) == ERROR_FAILED) {
        struct bulkhead_date_time later = {0};
        error = bulkhead_date_time_get(&later);
        check_value(error == ERROR_NONE && later.date - now.date <= 1,
                    "a clock that keeps nothing says so, and goes on", later.date);
        return check_done("sensors_clock");
    }
    set_check(second_of(2028, 2, 29, 2, 23, 58), "a leap day");
    set_check(second_of(2000, 1, 1, 6, 0, 0), "the first second");
    set_check(second_of(2090, 12, 31, 0, 12, 30), "a day far away");
    check(bulkhead_date_time_set(second_of(2100, 1, 1, 5, 0, 0)) == ERROR_INVALID,
          "no year that it does not have");
    check(bulkhead_date_time_set(second_of(1999, 12, 31, 5, 0, 0)) == ERROR_INVALID, "nor 1999");
    check(bulkhead_date_time_set(second_of(2026, 2, 29, 0, 0, 0)) == ERROR_INVALID,
          "nor a day that no calendar has");
    error = bulkhead_date_time_get(&now);
    check_value(error == ERROR_NONE && now.date == second_of(2090, 12, 31, 0, 0, 0).date,
                "what is refused changes nothing", now.date);
    const struct bulkhead_result first = bulkhead_command(DRIVER, 1, 0, 0);
    const struct bulkhead_result second = bulkhead_command(DRIVER, 1, 0, 0);
    check(bulkhead_result_is_success(first), "a request");
    check_error(second, VARIANT_FAILURE, ERROR_BUSY, "a second one meanwhile");
    (void)bulkhead_yield_wait_for(DRIVER, 0);
    check_error(bulkhead_command(DRIVER, 3, 0, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                "there is no other command");
    return check_done("sensors_clock");
}
