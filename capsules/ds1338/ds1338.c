// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ds1338.h"

#include <lib/checked_index.h>

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

    YEAR_FIRST = 2000,
    YEAR_LAST = 2099,
    NOON = 12,
};

/**
 * A request to get is one step, one to set has several. First the second, so that no minute ends
 * meanwhile. Then the date, with a day that every month has until the month is known: what is set
 * makes a date after each byte, which some clocks insist on. The time comes last, with the weekday.
 */
enum ds1338_step { STEP_GET, STEP_HOLD, STEP_MONTH, STEP_DAY, STEP_TIME };

static struct {
    bool is_started; ///< in this life of the capsule
    bool is_busy;    ///< with a request
    bool is_at_bus;  ///< the buffer
    uint8_t step;
    struct date_time time;
    uint8_t bytes[TIME_BYTES];
} ds1338 CAPSULE_STATE;

void ds1338_init(void)
{
    deferred_call_request();
}

static void request_start(struct date_time_request *request, bool is_to_set)
{
    request->status = ds1338.is_busy ? ERROR_BUSY : ERROR_NONE;
    if (!ds1338.is_busy) {
        ds1338.is_busy = true;
        ds1338.step = is_to_set ? STEP_HOLD : STEP_GET;
        ds1338.time = request->time;
        deferred_call_request();
    }
}

void ds1338_get(struct date_time_request *request)
{
    request_start(request, false);
}

void ds1338_set(struct date_time_request *request)
{
    if (request->time.year < YEAR_FIRST || request->time.year > YEAR_LAST ||
        !date_time_is_valid(&request->time)) {
        request->status = ERROR_INVALID;
    } else {
        request_start(request, true);
    }
}

static void request_end(enum error status)
{
    struct date_time_done done = {.status = status};
    if (status == ERROR_NO_ACK) {
        done.status = ERROR_NO_DEVICE;
    }
    if (status == ERROR_NONE && ds1338.step == STEP_GET) {
        done.time = ds1338.time;
    }
    ds1338.is_busy = false;
    (void)ds1338_client.done(&done);
}

static uint8_t decimal_of(uint32_t value)
{
    return (uint8_t)(value / 10 << 4 | value % 10);
}

/// What a step sends: the number of a register, and what this and the next ones are set to. Returns
/// how many bytes that is.
static uint8_t step_prepare(void)
{
    const struct date_time *time = &ds1338.time;
    ds1338.bytes[0] = SECOND;
    switch (ds1338.step) {
    case STEP_HOLD:
        ds1338.bytes[1] = 0;
        return 2;
    case STEP_MONTH:
        ds1338.bytes[0] = DAY;
        ds1338.bytes[1] = 1;
        ds1338.bytes[2] = decimal_of(time->month);
        ds1338.bytes[3] = decimal_of(time->year - (uint32_t)YEAR_FIRST);
        return 4;
    case STEP_DAY:
        ds1338.bytes[0] = DAY;
        ds1338.bytes[1] = decimal_of(time->day);
        return 2;
    case STEP_TIME:
        ds1338.bytes[1] = decimal_of(time->second);
        ds1338.bytes[2] = decimal_of(time->minute);
        ds1338.bytes[3] = decimal_of(time->hour);
        ds1338.bytes[4] = decimal_of(time->weekday + 1u);
        return 5;
    default:
        return 1;
    }
}

static enum error step_start(void)
{
    const struct i2c_message message = {
        .address = ds1338_place.address,
        .write_bytes = step_prepare(),
        .read_bytes = ds1338.step == STEP_GET ? TIME_BYTES : 0,
    };
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(ds1338.bytes));
    return error == ERROR_NONE ? ds1338_bus.transfer(transfer_buffer_home(0), message) : error;
}

void ds1338_deferred(void)
{
    if (!ds1338.is_started) {
        ds1338.is_started = true;
        if (!ds1338.is_busy) {
            // Who waited before a restart.
            struct date_time_done done = {.status = ERROR_RESERVE};
            (void)ds1338_client.done(&done);
        }
    }
    if (!ds1338.is_busy || ds1338.is_at_bus) {
        return;
    }
    const enum error error = step_start();
    ds1338.is_at_bus = error == ERROR_NONE;
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (error != ERROR_NONE && error != ERROR_BUSY) {
        request_end(ERROR_FAILED);
    }
}

/// The value of a register with two decimals; more than any of them may be, if they are none.
static uint8_t value_at(size_t place)
{
    const uint32_t byte = AT(ds1338.bytes, place);
    const uint32_t high = byte >> 4;
    const uint32_t low = byte & 0xF;
    return high > 9 || low > 9 ? UINT8_MAX : (uint8_t)(high * 10 + low);
}

/// The hour of the day, whichever of its two ways the clock counts in.
static uint8_t hour_read(void)
{
    const uint8_t byte = ds1338.bytes[HOUR];
    if ((byte & HOUR_IS_12) == 0) {
        return value_at(HOUR);
    }
    ds1338.bytes[HOUR] = byte & HOUR_12_MASK;
    const uint32_t hour = value_at(HOUR);
    if (hour < 1 || hour > NOON) {
        return UINT8_MAX;
    }
    return (uint8_t)(hour % NOON + ((byte & HOUR_IS_AFTERNOON) != 0 ? NOON : 0));
}

static enum error time_read(struct transfer_buffer buffer)
{
    const enum error error = transfer_buffer_read(buffer, 0, SPAN_IN(ds1338.bytes));
    if (error != ERROR_NONE) {
        return ERROR_FAILED;
    }
    if ((ds1338.bytes[SECOND] & SECOND_HALTED) != 0) {
        return ERROR_OFF;
    }
    const uint8_t year = value_at(YEAR);
    ds1338.time.year = (uint16_t)(YEAR_FIRST + year);
    ds1338.time.month = value_at(MONTH);
    ds1338.time.day = value_at(DAY);
    ds1338.time.weekday = (uint8_t)(value_at(WEEKDAY) - 1u);
    ds1338.time.hour = hour_read();
    ds1338.time.minute = value_at(MINUTE);
    ds1338.time.second = value_at(SECOND);
    return year != UINT8_MAX && date_time_is_valid(&ds1338.time) ? ERROR_NONE : ERROR_FAILED;
}

void ds1338_done(const struct i2c_done *event)
{
    const bool was_at_bus = ds1338.is_at_bus;
    enum error status = event->status;
    ds1338.is_at_bus = false;
    if (!was_at_bus) {
        deferred_call_request(); // Whoever has asked since the restart has waited for this.
        return;
    }
    if (status == ERROR_NONE && ds1338.step == STEP_GET) {
        status = time_read(event->buffer);
    } else if (status == ERROR_NONE && ds1338.step != STEP_TIME) {
        ds1338.step++;
        deferred_call_request();
        return;
    }
    request_end(status);
}
