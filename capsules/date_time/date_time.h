// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `date_time`: driver 0x90007, a clock that knows the date.
 *
 * Command 1 asks for the time. Command 2 sets it: date and time in the two words of its arguments;
 * INVALID if no calendar has that second. Each is followed by upcall 0: 0 or an error, date, time;
 * both are 0 but for a time that was asked for. BUSY while this program waits for one.
 *
 * Requests of several programs are served in turn; one look at the clock serves all that ask for
 * the time. If there is no clock, command 1 and 2 are answered with NODEVICE, or their upcall is.
 */
#pragma once

#include <capsule.h>
#include <hal/date_time.h>

enum { DATE_TIME_DRIVER = 0x90007, DATE_TIME_GRANT_BYTES = 12 };
enum date_time_command_number { DATE_TIME_COMMAND_GET = 1, DATE_TIME_COMMAND_SET = 2 };
enum { DATE_TIME_UPCALL_DONE = 0 };

/// Where the parts of a second stand in the words of programs; each ends where the next begins.
enum {
    DATE_TIME_MONTH_SHIFT = 5, ///< of the date; the day is below, the year above
    DATE_TIME_YEAR_SHIFT = 9,
    DATE_TIME_MINUTE_SHIFT = 6, ///< of the time; the second is below, the weekday above
    DATE_TIME_HOUR_SHIFT = 12,
    DATE_TIME_WEEKDAY_SHIFT = 17,
};

/// The clock. Made of the manifest and the board's choice.
extern const struct date_time_source date_time_source;

void date_time_deferred(void);
void date_time_command(struct command *command);
void date_time_on_restart(struct process_id *process);

void date_time_done(struct date_time_done *done);
