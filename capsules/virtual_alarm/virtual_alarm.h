// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `virtual_alarm`: several alarms out of one, with the same contract above and below
 * (hal/alarm.h).
 *
 * Each client has a place with an alarm of its own. Those that are due at the same time are called
 * in the order of their places, each once; one that sets its next alarm to a time that has passed
 * waits until the others have had theirs. A client that has failed misses its alarm, and nobody
 * else does.
 */
#pragma once

#include <capsule.h>
#include <hal/alarm.h>

enum virtual_alarm_place {
    VIRTUAL_ALARM_FIRST,
    VIRTUAL_ALARM_SECOND,
    VIRTUAL_ALARM_THIRD,
    VIRTUAL_ALARM_FOURTH,
};
enum { VIRTUAL_ALARM_CLIENT_COUNT = 4 };

/// The alarm that all share. Defined by the board.
extern const struct alarm_source virtual_alarm_source;

/// Who is called; a place of the board's that nobody has is empty. Defined by the board.
extern const struct alarm_client virtual_alarm_clients[VIRTUAL_ALARM_CLIENT_COUNT];

void virtual_alarm_init(void);
void virtual_alarm_deferred(void);
void virtual_alarm_fired(void);

// The alarm of each place.
enum error virtual_alarm_first_set(uint64_t at);
enum error virtual_alarm_first_cancel(void);
enum error virtual_alarm_second_set(uint64_t at);
enum error virtual_alarm_second_cancel(void);
enum error virtual_alarm_third_set(uint64_t at);
enum error virtual_alarm_third_cancel(void);
enum error virtual_alarm_fourth_set(uint64_t at);
enum error virtual_alarm_fourth_cancel(void);
