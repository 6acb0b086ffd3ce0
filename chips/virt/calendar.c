// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "calendar.h"

enum {
    NANOSECONDS_IN_A_SECOND = 1000000000,
    SECONDS_IN_A_MINUTE = 60,
    SECONDS_IN_AN_HOUR = 3600,
    SECONDS_IN_A_DAY = 86400,
    WEEKDAY_OF_THE_FIRST = 4, // 1 January 1970 was a Thursday.
    DAYS_IN_A_WEEK = 7,
    // Years are counted from a 1 March on, so that a leap day is the last one of its year.
    DAYS_FROM_YEAR_0 = 719468, // 1 March of year 0 to 1 January 1970
    DAYS_IN_400_YEARS = 146097,
};

/// Days before the first of a month, counted from March (0) on. The lengths repeat in five months.
static uint32_t days_before_month(uint32_t month)
{
    return (153 * month + 2) / 5;
}

/// Days before 1 March of a year that is the nth of 400.
static uint32_t days_before_year(uint32_t year)
{
    return year * 365 + year / 4 - year / 100 + year / 400;
}

static void date_of_day(uint32_t day, struct date_time *time)
{
    const uint32_t since = day + DAYS_FROM_YEAR_0;
    const uint32_t in_400_years = since % DAYS_IN_400_YEARS;
    uint32_t year = in_400_years / 365; // or one less, for all the leap days
    year -= days_before_year(year) > in_400_years ? 1 : 0;
    const uint32_t in_year = in_400_years - days_before_year(year);
    const uint32_t month = (5 * in_year + 2) / 153;
    const bool is_next_year = month >= 10; // January and February
    time->day = (uint8_t)(in_year - days_before_month(month) + 1);
    time->month = (uint8_t)(is_next_year ? month - 9 : month + 3);
    time->year = (uint16_t)(since / DAYS_IN_400_YEARS * 400 + year + (is_next_year ? 1 : 0));
    time->weekday = (uint8_t)((day + WEEKDAY_OF_THE_FIRST) % DAYS_IN_A_WEEK);
}

struct quotient {
    uint64_t number;
    uint32_t rest;
};

/// Bit by bit: nobody says how much stack the compilers' own function takes.
static struct quotient divide(uint64_t number, uint32_t divisor)
{
    struct quotient result = {.rest = 0};
    for (unsigned i = 0; i < 64; i++) {
        result.rest = result.rest << 1 | (uint32_t)(number >> 63);
        result.number <<= 1;
        number <<= 1;
        if (result.rest >= divisor) {
            result.rest -= divisor;
            result.number |= 1;
        }
    }
    return result;
}

void calendar_of_nanoseconds(uint64_t nanoseconds, struct date_time *time)
{
    const struct quotient seconds = divide(nanoseconds, NANOSECONDS_IN_A_SECOND);
    const struct quotient days = divide(seconds.number, SECONDS_IN_A_DAY);
    const uint32_t in_day = days.rest;
    date_of_day((uint32_t)days.number, time);
    time->hour = (uint8_t)(in_day / SECONDS_IN_AN_HOUR);
    time->minute = (uint8_t)(in_day % SECONDS_IN_AN_HOUR / SECONDS_IN_A_MINUTE);
    time->second = (uint8_t)(in_day % SECONDS_IN_A_MINUTE);
}

uint64_t calendar_nanoseconds(const struct date_time *time)
{
    const bool is_next_year = time->month <= 2;
    const uint32_t year = time->year - (is_next_year ? 1u : 0u);
    const uint32_t month = is_next_year ? time->month + 9u : time->month - 3u;
    const uint32_t day = year / 400 * DAYS_IN_400_YEARS + days_before_year(year % 400) +
                         days_before_month(month) + time->day - 1 - DAYS_FROM_YEAR_0;
    const uint64_t seconds = (uint64_t)day * SECONDS_IN_A_DAY + time->hour * SECONDS_IN_AN_HOUR +
                             time->minute * SECONDS_IN_A_MINUTE + time->second;
    return seconds * NANOSECONDS_IN_A_SECOND;
}
