// SPDX-License-Identifier: Apache-2.0 OR MIT
// The alarm driver as programs built elsewhere rely on it (never early, the exact expiration in
// the upcall, references in the past), and the runtime's many alarms on top of it.
#include "check.h"
#include <bulkhead/alarm.h>

static struct {
    uint32_t count;
    uint32_t now;
    uint32_t expiration;
    uint32_t zero;
    void *data;
} fired;

static void fired_note(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    fired.count += 1;
    fired.now = now;
    fired.expiration = expiration;
    fired.zero = zero;
    fired.data = data;
}

static struct bulkhead_result alarm_command(uint32_t command, uint32_t a, uint32_t b)
{
    return bulkhead_command(DRIVER_ALARM, command, a, b);
}

static uint32_t now_ticks(void)
{
    return alarm_command(ALARM_COMMAND_NOW, 0, 0).value[0];
}

static void spin_ticks(uint32_t ticks)
{
    uint32_t start = now_ticks();
    while (now_ticks() - start < ticks) {
    }
}

static void absolute_check(uint32_t delay_ticks)
{
    char what[64];
    uint32_t count = fired.count;
    uint32_t reference = now_ticks();
    struct bulkhead_result result =
        alarm_command(ALARM_COMMAND_SET_ABSOLUTE, reference, delay_ticks);
    bool is_set =
        result.variant == VARIANT_SUCCESS_U32 && result.value[0] == reference + delay_ticks;
    while (fired.count == count) {
        bulkhead_yield_wait();
    }
    uint32_t passed = now_ticks() - reference;
    snprintf(what, sizeof(what), "alarm in %lu ticks", (unsigned long)delay_ticks);
    check_value(is_set && passed >= delay_ticks && fired.now - reference >= delay_ticks &&
                    fired.expiration == reference + delay_ticks && fired.zero == 0,
                what, passed);
}

static void driver_check(void)
{
    static uint32_t data;
    uint32_t frequency_hz = alarm_command(ALARM_COMMAND_FREQUENCY, 0, 0).value[0];
    check_value(frequency_hz >= 1000, "frequency is at least 1 kHz", frequency_hz);
    check_error(alarm_command(ALARM_COMMAND_STOP, 0, 0), VARIANT_FAILURE, ERROR_ALREADY,
                "stop without an alarm");
    check_error(alarm_command(4, 0, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT, "deprecated command 4");
    check_error(alarm_command(7, 0, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT, "unknown command");
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, fired_note, &data);

    static const uint32_t delays[] = {0, 1, 2, 3, 7, 50, 1000, 40000, 1000000};
    for (uint32_t i = 0; i < sizeof(delays) / sizeof(delays[0]); i++) {
        absolute_check(delays[i]);
    }
    check(fired.data == &data, "the upcall has the data it was subscribed with");

    uint32_t start = now_ticks();
    struct bulkhead_result result = alarm_command(ALARM_COMMAND_SET_RELATIVE, 5000, 0);
    uint32_t early = result.value[0] - start - 5000;
    bulkhead_yield_wait();
    check_value(early < 0x80000000u && now_ticks() - start >= 5000 &&
                    fired.expiration == result.value[0],
                "relative alarm", early);

    uint32_t count = fired.count;
    start = now_ticks();
    alarm_command(ALARM_COMMAND_SET_ABSOLUTE, start - 1000, 500);
    bulkhead_yield_wait();
    check(fired.count == count + 1 && fired.expiration == start - 500, "expiration in the past");
    start = now_ticks();
    alarm_command(ALARM_COMMAND_SET_ABSOLUTE, start + frequency_hz, 100);
    bulkhead_yield_wait();
    check(now_ticks() - start < frequency_hz / 2, "reference in the future counts as long past");

    count = fired.count;
    alarm_command(ALARM_COMMAND_SET_ABSOLUTE, now_ticks(), 0xFFFFFFFF);
    spin_ticks(frequency_hz / 50);
    check(!bulkhead_yield_no_wait() && fired.count == count,
          "the longest alarm does not come early");
    check(alarm_command(ALARM_COMMAND_STOP, 0, 0).variant == VARIANT_SUCCESS, "stop it");

    alarm_command(ALARM_COMMAND_SET_RELATIVE, 0xFFFFFFF0, 0);
    alarm_command(ALARM_COMMAND_SET_RELATIVE, 1000, 0);
    bulkhead_yield_wait();
    spin_ticks(frequency_hz / 50);
    check(!bulkhead_yield_no_wait() && fired.count == count + 1, "setting replaces an alarm");

    alarm_command(ALARM_COMMAND_SET_RELATIVE, frequency_hz / 100, 0);
    alarm_command(ALARM_COMMAND_STOP, 0, 0);
    spin_ticks(frequency_hz / 50);
    check(!bulkhead_yield_no_wait(), "a stopped alarm does not fire");
}

enum { ALARM_COUNT = 12 };

static struct bulkhead_alarm alarms[ALARM_COUNT];
static uint32_t due_ticks[ALARM_COUNT];
static uint32_t call_count;
static uint32_t early_count;
static uint32_t disorder_count;
static uint32_t last_due_ticks;

static void alarm_note(struct bulkhead_alarm *alarm, void *data)
{
    (void)data;
    uint32_t index = (uint32_t)(alarm - alarms);
    call_count += 1;
    if ((int32_t)(bulkhead_alarm_now_ticks() - due_ticks[index]) < 0) {
        early_count += 1;
    }
    if ((int32_t)(due_ticks[index] - last_due_ticks) < 0) {
        disorder_count += 1;
    }
    last_due_ticks = due_ticks[index];
}

static void periodic_note(struct bulkhead_alarm *alarm, void *data)
{
    uint32_t *count = data;
    *count += 1;
    if (*count < 5) {
        bulkhead_alarm_repeat(alarm, bulkhead_alarm_ticks_from_ms(3));
    }
}

static void runtime_check(void)
{
    uint32_t step_ticks = (uint32_t)bulkhead_alarm_ticks_from_ms(2);
    last_due_ticks = bulkhead_alarm_now_ticks();
    for (uint32_t i = 0; i < ALARM_COUNT; i++) {
        uint32_t delay_ticks = step_ticks * (1 + i * 5 % ALARM_COUNT);
        due_ticks[i] = bulkhead_alarm_now_ticks() + delay_ticks;
        check_value(bulkhead_alarm_set(&alarms[i], delay_ticks, alarm_note, NULL) == ERROR_NONE,
                    "set one of many alarms", i);
    }
    bulkhead_alarm_cancel(&alarms[ALARM_COUNT / 2]);
    check(bulkhead_sleep_ms(2 * (ALARM_COUNT + 2)) == ERROR_NONE, "sleep over them");
    check_value(call_count == ALARM_COUNT - 1, "each alarm but the cancelled one came once",
                call_count);
    check_value(early_count == 0, "none came early", early_count);
    check_value(disorder_count == 0, "they came in order", disorder_count);

    uint32_t count = 0;
    struct bulkhead_alarm periodic;
    uint32_t start = bulkhead_alarm_now_ticks();
    bulkhead_alarm_set(&periodic, bulkhead_alarm_ticks_from_ms(3), periodic_note, &count);
    while (count < 5) {
        bulkhead_yield_wait();
    }
    uint32_t passed = bulkhead_alarm_now_ticks() - start;
    check_value(passed >= bulkhead_alarm_ticks_from_ms(15) &&
                    passed < bulkhead_alarm_ticks_from_ms(18),
                "a periodic alarm does not drift", passed);

    static const uint32_t times_ms[] = {0, 1, 10, 1000};
    for (uint32_t i = 0; i < sizeof(times_ms) / sizeof(times_ms[0]); i++) {
        start = bulkhead_alarm_now_ticks();
        bulkhead_sleep_ms(times_ms[i]);
        passed = bulkhead_alarm_now_ticks() - start;
        check_value(passed >= bulkhead_alarm_ticks_from_ms(times_ms[i]), "sleep is long enough",
                    passed);
    }
}

int main(void)
{
    driver_check();
    runtime_check();
    return check_done("alarms");
}
