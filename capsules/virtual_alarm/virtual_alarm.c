// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtual_alarm.h"

#include <lib/cell.h>
#include <lib/checked_index.h>

static struct {
    OPTIONAL_CELL(uint64_t) at[VIRTUAL_ALARM_CLIENT_COUNT]; ///< of a client that has set its alarm
    bool is_firing; ///< the shared alarm is set when all that are due have been called
} virtual_alarm CAPSULE_STATE;

/// Sets the shared alarm for the client that is next.
static enum error source_set(void)
{
    OPTIONAL_CELL(uint64_t) next = {0};
    for (size_t i = 0; i < VIRTUAL_ALARM_CLIENT_COUNT; i++) {
        if (OPTIONAL_HAS(AT(virtual_alarm.at, i)) &&
            (!OPTIONAL_HAS(next) || OPTIONAL_GET(AT(virtual_alarm.at, i)) < OPTIONAL_GET(next))) {
            OPTIONAL_SET(next, OPTIONAL_GET(AT(virtual_alarm.at, i)));
        }
    }
    if (OPTIONAL_HAS(next)) {
        return virtual_alarm_source.set(OPTIONAL_GET(next));
    }
    // It may have fired already.
    (void)virtual_alarm_source.cancel();
    return ERROR_NONE;
}

static enum error client_set(enum virtual_alarm_place place, uint64_t at)
{
    OPTIONAL_SET(AT(virtual_alarm.at, place), at);
    return virtual_alarm.is_firing ? ERROR_NONE : source_set();
}

static enum error client_cancel(enum virtual_alarm_place place)
{
    if (!OPTIONAL_HAS(AT(virtual_alarm.at, place))) {
        return ERROR_ALREADY;
    }
    OPTIONAL_CLEAR(AT(virtual_alarm.at, place));
    return virtual_alarm.is_firing ? ERROR_NONE : source_set();
}

void virtual_alarm_fired(void)
{
    uint64_t now = time_now();
    virtual_alarm.is_firing = true;
    for (size_t i = 0; i < VIRTUAL_ALARM_CLIENT_COUNT; i++) {
        if (OPTIONAL_HAS(AT(virtual_alarm.at, i)) && OPTIONAL_GET(AT(virtual_alarm.at, i)) <= now) {
            OPTIONAL_CLEAR(AT(virtual_alarm.at, i));
            AT(virtual_alarm_clients, i).fired();
        }
    }
    virtual_alarm.is_firing = false;
    (void)source_set();
}

void virtual_alarm_init(void)
{
    deferred_call_request();
}

void virtual_alarm_deferred(void)
{
    // After a restart the clients may wait for what they set before; they set it again. Those that
    // have done so learn of the end of that.
    virtual_alarm.is_firing = true;
    for (size_t i = 0; i < VIRTUAL_ALARM_CLIENT_COUNT; i++) {
        if (!OPTIONAL_HAS(AT(virtual_alarm.at, i)) && AT(virtual_alarm_clients, i).fired != NULL) {
            AT(virtual_alarm_clients, i).fired();
        }
    }
    virtual_alarm.is_firing = false;
    (void)source_set();
}

enum error virtual_alarm_first_set(uint64_t at)
{
    return client_set(VIRTUAL_ALARM_FIRST, at);
}

enum error virtual_alarm_first_cancel(void)
{
    return client_cancel(VIRTUAL_ALARM_FIRST);
}

enum error virtual_alarm_second_set(uint64_t at)
{
    return client_set(VIRTUAL_ALARM_SECOND, at);
}

enum error virtual_alarm_second_cancel(void)
{
    return client_cancel(VIRTUAL_ALARM_SECOND);
}

enum error virtual_alarm_third_set(uint64_t at)
{
    return client_set(VIRTUAL_ALARM_THIRD, at);
}

enum error virtual_alarm_third_cancel(void)
{
    return client_cancel(VIRTUAL_ALARM_THIRD);
}

enum error virtual_alarm_fourth_set(uint64_t at)
{
    return client_set(VIRTUAL_ALARM_FOURTH, at);
}

enum error virtual_alarm_fourth_cancel(void)
{
    return client_cancel(VIRTUAL_ALARM_FOURTH);
}
