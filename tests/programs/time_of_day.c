// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for the time of day, and sets it. Run by test_date_time.py.
#include "check.h"

enum { DRIVER = 0x90007, GET = 1, SET = 2 };

static struct bulkhead_upcall told(uint32_t command, uint32_t date, uint32_t time)
{
    const struct bulkhead_result result = bulkhead_command(DRIVER, command, date, time);
    if (!bulkhead_result_is_success(result)) {
        return (struct bulkhead_upcall){.value = {result.value[0]}};
    }
    return bulkhead_yield_wait_for(DRIVER, 0);
}

static uint32_t date_of(uint32_t year, uint32_t month, uint32_t day)
{
    return year << 9 | month << 5 | day;
}

static uint32_t time_of(uint32_t hour, uint32_t minute, uint32_t second)
{
    return hour << 12 | minute << 6 | second;
}

int main(void)
{
    const struct bulkhead_upcall now = told(GET, 0, 0);
    check_value(now.value[0] == ERROR_NONE, "the time", now.value[0]);
    printf("it is %lu-%lu-%lu, day %lu of the week\n", (unsigned long)(now.value[1] >> 9),
           (unsigned long)(now.value[1] >> 5 & 0xF), (unsigned long)(now.value[1] & 0x1F),
           (unsigned long)(now.value[2] >> 17));
    check(told(SET, date_of(2100, 2, 29), 0).value[0] == ERROR_INVALID, "a day that is none");
    check(told(SET, date_of(2100, 2, 28), time_of(24, 0, 0)).value[0] == ERROR_INVALID,
          "an hour that is none");
    check(told(SET, date_of(1969, 12, 31), 0).value[0] == ERROR_INVALID, "a year too early");
    check(told(SET, date_of(2262, 1, 1), 0).value[0] == ERROR_INVALID, "a year too late");
    check(told(SET, date_of(2100, 2, 28), time_of(23, 59, 59)).value[0] == ERROR_NONE, "is set");
    struct bulkhead_upcall then = told(GET, 0, 0);
    for (unsigned i = 0; i < 1000000 && then.value[1] == date_of(2100, 2, 28); i++) {
        then = told(GET, 0, 0);
    }
    check_value(then.value[1] == date_of(2100, 3, 1), "the next day", then.value[1]);
    check_value(then.value[2] >> 17 == 1, "which is a Monday", then.value[2] >> 17);
    check_value(told(3, 0, 0).value[0] == ERROR_NO_SUPPORT, "there is no other command", 0);
    return check_done("time_of_day");
}
