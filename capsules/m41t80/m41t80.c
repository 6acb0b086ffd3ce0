// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "m41t80.h"

#include <lib/checked_index.h>

// Registers, in binary-coded decimals.
enum {
    HUNDREDTH = 0, ///< of a second
    SECOND = 1,
    MINUTE = 2,
    HOUR = 3,
    WEEKDAY = 4, ///< 1 to 7
    DAY = 5,
    MONTH = 6,
    YEAR = 7, ///< of this century
    TIME_BYTES = 8,
    ALARM_HOUR =
        0x0C, ///< has a bit that is set by a loss of power, and keeps the time from going on

    SECOND_STOPPED = 0x80,
    HOUR_MASK = 0x3F, ///< the rest counts centuries, which is no use without the first one
    MONTH_COUNT = 12,
    WEEK_DAYS = 7,
    WEEKDAY_2000 = 6, ///< of the first of January: a Saturday
    YEAR_DAYS = 365,
    FEBRUARY = 2,
};

/// The clock is released, then read; or released, set while it stands, read back, and started.
enum m41t80_step {
    STEP_GET_RELEASE = M41T80_GET_FIRST,
    STEP_GET = M41T80_GET_LAST,
    STEP_SET_RELEASE = M41T80_SET_FIRST,
    STEP_SET,
    STEP_CHECK,
    STEP_START = M41T80_SET_LAST,
};

static void time_write(const struct date_time *time, struct m41t80_clock_step *step)
{
    step->bytes[1 + HUNDREDTH] = 0;
    step->bytes[1 + SECOND] = m41t80_decimal_of(time->second) | SECOND_STOPPED;
    step->bytes[1 + MINUTE] = m41t80_decimal_of(time->minute);
    step->bytes[1 + HOUR] = m41t80_decimal_of(time->hour);
    step->bytes[1 + WEEKDAY] = m41t80_decimal_of(time->weekday + 1u);
    step->bytes[1 + DAY] = m41t80_decimal_of(time->day);
    step->bytes[1 + MONTH] = m41t80_decimal_of(time->month);
    step->bytes[1 + YEAR] = m41t80_decimal_of(time->year - (uint32_t)M41T80_YEAR_FIRST);
    step->write_bytes = 1 + TIME_BYTES;
}

void m41t80_step_prepare(uint32_t number, const struct date_time *time,
                         struct m41t80_clock_step *step)
{
    switch (number) {
    case STEP_GET_RELEASE:
    case STEP_SET_RELEASE:
        step->bytes[0] = ALARM_HOUR;
        step->write_bytes = 2;
        break;
    case STEP_SET:
        step->bytes[0] = HUNDREDTH;
        time_write(time, step);
        break;
    case STEP_START:
        step->bytes[0] = SECOND;
        step->bytes[1] = m41t80_decimal_of(time->second);
        step->write_bytes = 2;
        break;
    default:
        step->bytes[0] = HUNDREDTH;
        step->read_bytes = TIME_BYTES;
        break;
    }
}

/// The weekday of a date between the years 2000 and 2099.
static uint8_t weekday_of(const struct date_time *time)
{
    static const struct {
        uint16_t days[MONTH_COUNT];
    } before = {.days = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}};
    const uint32_t year = time->year - (uint32_t)M41T80_YEAR_FIRST;
    const uint32_t leap_days = year / 4 + (year % 4 != 0 || time->month > FEBRUARY ? 1 : 0);
    const uint32_t days =
        year * YEAR_DAYS + leap_days + AT(before.days, time->month - 1u) + time->day - 1u;
    return (uint8_t)((days + WEEKDAY_2000) % WEEK_DAYS);
}

static enum error time_read(const struct m41t80_clock_step *step, struct date_time *time)
{
    const uint8_t year = m41t80_value_of(step->bytes[YEAR]);
    time->year = (uint16_t)(M41T80_YEAR_FIRST + year);
    time->month = m41t80_value_of(step->bytes[MONTH]);
    time->day = m41t80_value_of(step->bytes[DAY]);
    time->weekday = 0;
    time->hour = m41t80_value_of(step->bytes[HOUR] & HOUR_MASK);
    time->minute = m41t80_value_of(step->bytes[MINUTE]);
    time->second = m41t80_value_of(step->bytes[SECOND] & (uint8_t)~SECOND_STOPPED);
    if (year == UINT8_MAX || !date_time_is_valid(time)) {
        return ERROR_FAILED;
    }
    time->weekday = weekday_of(time);
    return ERROR_NONE;
}

/// Whether the clock stands at what it was set to.
static bool is_set(const struct m41t80_clock_step *step, const struct date_time *time)
{
    struct date_time told;
    return (step->bytes[SECOND] & SECOND_STOPPED) != 0 && time_read(step, &told) == ERROR_NONE &&
           told.year == time->year && told.month == time->month && told.day == time->day &&
           told.hour == time->hour && told.minute == time->minute && told.second == time->second;
}

enum error m41t80_step_take(uint32_t number, const struct m41t80_clock_step *step,
                            struct date_time *time)
{
    switch (number) {
    case STEP_GET:
        return (step->bytes[SECOND] & SECOND_STOPPED) != 0 ? ERROR_OFF : time_read(step, time);
    case STEP_CHECK:
        return is_set(step, time) ? ERROR_NONE : ERROR_FAILED;
    default:
        return ERROR_NONE;
    }
}
