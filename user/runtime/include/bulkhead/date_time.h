// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The time of day, by the driver of the capsule `date_time`.
#pragma once

#include <bulkhead/system_call.h>

enum { BULKHEAD_DATE_TIME_DRIVER = 0x90007 };

/// A second, as the driver tells it.
struct bulkhead_date_time {
    uint32_t date; ///< year << 9, month (1..) << 5, day
    uint32_t time; ///< weekday (0: Sunday) << 17, hour << 12, minute << 6, second
};

/**
 * Asks for the time and waits for it. Upcall functions do not run meanwhile.
 *
 * @return ERROR_NO_DEVICE: no driver, or no clock. ERROR_OFF: the clock has to be set. Else what
 *         went wrong on the way.
 */
static inline enum error bulkhead_date_time_get(struct bulkhead_date_time *now)
{
    const enum error error =
        bulkhead_result_error(bulkhead_command(BULKHEAD_DATE_TIME_DRIVER, 1, 0, 0));
    if (error != ERROR_NONE) {
        return error;
    }
    const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(BULKHEAD_DATE_TIME_DRIVER, 0);
    now->date = upcall.value[1];
    now->time = upcall.value[2];
    return (enum error)upcall.value[0];
}

/// Sets the time, and waits until that is done. ERROR_INVALID: no calendar has this second, or the
/// clock does not have this year.
static inline enum error bulkhead_date_time_set(struct bulkhead_date_time time)
{
    const enum error error =
        bulkhead_result_error(bulkhead_command(BULKHEAD_DATE_TIME_DRIVER, 2, time.date, time.time));
    return error != ERROR_NONE
               ? error
               : (enum error)bulkhead_yield_wait_for(BULKHEAD_DATE_TIME_DRIVER, 0).value[0];
}
