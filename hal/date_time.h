// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a clock that knows the date.
 *
 * Whoever implements it (a chip, or the capsule of a device on a bus) offers a constant `struct
 * date_time_source`; whoever uses it gets a constant `struct date_time_client` called, never inside
 * a call of its own. Every function takes one pointer to a structure that is borrowed for the call.
 * Those of a capsule return ERROR_NONE, or ERROR_FAILED if the capsule called was aborted; the
 * answer is in the structure. Context of all: kernel.
 *
 * One request at a time: ask, wait for `done`, ask again.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>

/// A second as a calendar shows it.
struct date_time {
    uint16_t year;
    uint8_t month;   ///< 1 to 12
    uint8_t day;     ///< 1 to the length of the month
    uint8_t weekday; ///< 0 (Sunday) to 6
    uint8_t hour;    ///< 0 to 23
    uint8_t minute;  ///< 0 to 59
    uint8_t second;  ///< 0 to 59
};

struct date_time_request {
    struct date_time time; ///< to set; there is such a second
    /// Answer. ERROR_NONE: client->done follows. ERROR_NO_DEVICE: there is no clock. ERROR_BUSY: an
    /// earlier request is under way; `done` of that one follows. ERROR_NO_SUPPORT: it cannot be
    /// set. ERROR_INVALID: it has no such year. Else what the bus or the device says.
    enum error status;
};

struct VTABLE date_time_source {
    enum error (*get)(struct date_time_request *request);
    enum error (*set)(struct date_time_request *request);
};

struct date_time_done {
    /// ERROR_NONE, or why it failed. ERROR_RESERVE: the source has been restarted, and knows
    /// nothing of a request from before; it says so also when there was none.
    enum error status;
    struct date_time time; ///< of a request to get that went well: there is such a second
};

struct VTABLE date_time_client {
    enum error (*done)(struct date_time_done *done);
};

/// Says whether a calendar has this second. Whether the weekday fits the date is not looked at.
static inline bool date_time_is_valid(const struct date_time *time)
{
    if (time->month < 1 || time->month > 12) {
        return false;
    }
    const bool is_leap = time->year % 4 == 0 && (time->year % 100 != 0 || time->year % 400 == 0);
    // Of the months with fewer than 31 days each has its bit.
    const bool is_short = (0x0A50u >> time->month & 1u) != 0;
    const uint32_t days = time->month == 2 ? (is_leap ? 29u : 28u) : (is_short ? 30u : 31u);
    return time->day >= 1 && time->day <= days && time->weekday <= 6 && time->hour <= 23 &&
           time->minute <= 59 && time->second <= 59;
}
