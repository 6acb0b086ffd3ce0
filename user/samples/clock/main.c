// SPDX-License-Identifier: Apache-2.0 OR MIT
// Two alarms in one program. The kernel gives each program one alarm; the runtime makes many of
// it. An alarm's function runs while the program yields, so the two never interrupt each other.
#include <bulkhead/alarm.h>
#include <bulkhead/system_call.h>
#include <stdio.h>

enum { SECONDS_MS = 2000, BELL_MS = 5000 };

static unsigned passed_seconds;

static void seconds_passed(struct bulkhead_alarm *alarm, void *data)
{
    (void)data;
    passed_seconds += SECONDS_MS / 1000;
    printf("clock: %u seconds\n", passed_seconds);
    // Counted from the time the alarm was due, so that the clock does not lag.
    bulkhead_alarm_repeat(alarm, bulkhead_alarm_ticks_from_ms(SECONDS_MS));
}

static void bell_rings(struct bulkhead_alarm *alarm, void *data)
{
    const char *sound = data;
    printf("clock: %s\n", sound);
    bulkhead_alarm_repeat(alarm, bulkhead_alarm_ticks_from_ms(BELL_MS));
}

int main(void)
{
    static struct bulkhead_alarm seconds;
    static struct bulkhead_alarm bell;
    static char sound[] = "ding";

    enum error error = bulkhead_alarm_set(&seconds, bulkhead_alarm_ticks_from_ms(SECONDS_MS),
                                          seconds_passed, NULL);
    if (error == ERROR_NONE) {
        error = bulkhead_alarm_set(&bell, bulkhead_alarm_ticks_from_ms(BELL_MS), bell_rings, sound);
    }
    if (error != ERROR_NONE) {
        printf("clock: no alarm, error %d\n", (int)error);
        return 1;
    }

    for (;;) {
        bulkhead_yield_wait();
    }
}
