// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ds1338.h"

// Registers, in binary-coded decimals.
enum {
    SECOND = 0,
    MINUTE = 1,
    HOUR = 2,
    WEEKDAY = 3, ///< 1 (Sunday) to 7
    DAY = 4,
    MONTH = 5,
    YEAR = 6, ///< of this century
    TIME_BYTES = 7,

    SECOND_HALTED = 0x80,
    HOUR_IS_12 = 0x40, ///< 1 to 12, and half of the day
    HOUR_IS_AFTERNOON = 0x20,
    HOUR_12_MASK = 0x1F,
    NOON = 12,
};

/**
 * A request to get is one step, one to set has several. First the second, so that no minute ends
 * meanwhile. Then the date, with a day that every month has until the month is known: what is set
 * makes a date after each byte, which some clocks insist on. The time comes last, with the weekday.
 */
enum ds1338_step {
    STEP_GET = DS1338_GET_LAST,
    STEP_HOLD = DS1338_SET_FIRST,
    STEP_MONTH,
    STEP_DAY,
    STEP_TIME = DS1338_SET_LAST,
};

void ds1338_step_prepare(uint32_t number, const struct date_time *time,
                         struct ds1338_clock_step *step)
{
    step->bytes[0] = SECOND;
    switch (number) {
    case STEP_HOLD:
        step->write_bytes = 2;
        break;
    case STEP_MONTH:
        step->bytes[0] = DAY;
        step->bytes[1] = 1;
        step->bytes[2] = ds1338_decimal_of(time->month);
        step->bytes[3] = ds1338_decimal_of(time->year - (uint32_t)DS1338_YEAR_FIRST);
        step->write_bytes = 4;
        break;
    case STEP_DAY:
        step->bytes[0] = DAY;
        step->bytes[1] = ds1338_decimal_of(time->day);
        step->write_bytes = 2;
        break;
    case STEP_TIME:
        step->bytes[1] = ds1338_decimal_of(time->second);
        step->bytes[2] = ds1338_decimal_of(time->minute);
        step->bytes[3] = ds1338_decimal_of(time->hour);
        step->bytes[4] = ds1338_decimal_of(time->weekday + 1u);
        step->write_bytes = 5;
        break;
    default:
        step->read_bytes = TIME_BYTES;
        break;
    }
}

/// The hour of the day, whichever of its two ways the clock counts in.
static uint8_t hour_of(uint32_t byte)
{
    if ((byte & HOUR_IS_12) == 0) {
        return ds1338_value_of(byte);
    }
    const uint32_t hour = ds1338_value_of(byte & HOUR_12_MASK);
    if (hour < 1 || hour > NOON) {
        return UINT8_MAX;
    }
    return (uint8_t)(hour % NOON + ((byte & HOUR_IS_AFTERNOON) != 0 ? NOON : 0));
}

enum error ds1338_step_take(uint32_t number, const struct ds1338_clock_step *step,
                            struct date_time *time)
{
    if (number != STEP_GET) {
        return ERROR_NONE;
    }
    if ((step->bytes[SECOND] & SECOND_HALTED) != 0) {
        return ERROR_OFF;
    }
    const uint8_t year = ds1338_value_of(step->bytes[YEAR]);
    time->year = (uint16_t)(DS1338_YEAR_FIRST + year);
    time->month = ds1338_value_of(step->bytes[MONTH]);
    time->day = ds1338_value_of(step->bytes[DAY]);
    time->weekday = (uint8_t)(ds1338_value_of(step->bytes[WEEKDAY]) - 1u);
    time->hour = hour_of(step->bytes[HOUR]);
    time->minute = ds1338_value_of(step->bytes[MINUTE]);
    time->second = ds1338_value_of(step->bytes[SECOND]);
    return year != UINT8_MAX ? ERROR_NONE : ERROR_FAILED;
}
