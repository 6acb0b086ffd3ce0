// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Time: a counter, and any number of alarms on top of the one that the kernel gives each program.
 *
 * An alarm belongs to the caller and must stay in place until its function has been called or it
 * is cancelled. Its function runs while the program yields, never before the time, exactly once.
 * It may set alarms, also its own. The program must yield at least once in 2^32 ticks while an
 * alarm is set.
 */
#pragma once

#include <abi/error.h>
#include <stdint.h>

struct bulkhead_alarm;
typedef void (*bulkhead_alarm_fn)(struct bulkhead_alarm *alarm, void *data);

struct bulkhead_alarm {
    struct bulkhead_alarm *next; ///< in the list of set alarms, or of those due
    bulkhead_alarm_fn function;
    void *data;
    uint64_t left_ticks; ///< due when this many ticks have passed since reference
    uint32_t reference_ticks;
};

/// The counter; it goes round at 2^32.
uint32_t bulkhead_alarm_now_ticks(void);

/// Ticks per second. 0: there is no alarm driver.
uint32_t bulkhead_alarm_frequency_hz(void);

/// As many ticks as cover the time, rounded up.
uint64_t bulkhead_alarm_ticks_from_ms(uint32_t time_ms);

/**
 * Sets an alarm that is not set now.
 *
 * @param alarm  take, until function is called or the alarm is cancelled.
 * @return ERROR_NO_DEVICE: no alarm driver. ERROR_NO_MEMORY: the kernel has no room for this
 *         program's alarm.
 */
enum error bulkhead_alarm_set(struct bulkhead_alarm *alarm, uint64_t delay_ticks,
                              bulkhead_alarm_fn function, void *data);

/// Sets an alarm again from its own function, counted from the time it was due, so that a
/// periodic alarm does not drift.
enum error bulkhead_alarm_repeat(struct bulkhead_alarm *alarm, uint64_t delay_ticks);

/// Forgets an alarm; nothing happens if it is not set.
void bulkhead_alarm_cancel(struct bulkhead_alarm *alarm);

/// Returns after at least this time. Upcall functions run meanwhile.
enum error bulkhead_sleep_ms(uint32_t time_ms);
