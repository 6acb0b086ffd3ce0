// SPDX-License-Identifier: Apache-2.0 OR MIT
// Many alarms on the kernel's one. Each alarm keeps a 32-bit reference and a 64-bit rest; whenever
// the counter is read for the lists, all references are moved up to it, so they never go stale.
#include <abi/driver.h>
#include <bulkhead/alarm.h>
#include <bulkhead/system_call.h>
#include <stdbool.h>

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data);
static void due_collect(uint32_t now_ticks);
static void due_insert(struct bulkhead_alarm *alarm);
static enum error kernel_alarm_arm(uint32_t now_ticks);
static bool list_remove(struct bulkhead_alarm **list, struct bulkhead_alarm *alarm);
static enum error alarm_insert(struct bulkhead_alarm *alarm, uint64_t delay_ticks);

/// The kernel's alarm is never set further ahead, so that references are renewed in time.
enum { CHUNK_TICKS_MAX = 0x40000000 };

static struct bulkhead_alarm *waiting; ///< in no order
static struct bulkhead_alarm *due;     ///< in the order in which they were due

uint32_t bulkhead_alarm_now_ticks(void)
{
    return bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_NOW, 0, 0).value[0];
}

uint32_t bulkhead_alarm_frequency_hz(void)
{
    struct bulkhead_result result = bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_FREQUENCY, 0, 0);
    return bulkhead_result_is_success(result) ? result.value[0] : 0;
}

uint64_t bulkhead_alarm_ticks_from_ms(uint32_t time_ms)
{
    uint32_t frequency_hz = bulkhead_alarm_frequency_hz();
    uint32_t seconds = time_ms / 1000;
    uint32_t rest_ms = time_ms % 1000;

    // In parts, since a 64-bit division would cost every program a library function.
    uint64_t ticks = (uint64_t)seconds * frequency_hz;
    ticks += (uint64_t)rest_ms * (frequency_hz / 1000);
    ticks += (rest_ms * (frequency_hz % 1000) + 999) / 1000;
    return ticks;
}

enum error bulkhead_alarm_set(struct bulkhead_alarm *alarm, uint64_t delay_ticks,
                              bulkhead_alarm_fn function, void *data)
{
    alarm->function = function;
    alarm->data = data;
    alarm->reference_ticks = bulkhead_alarm_now_ticks();
    return alarm_insert(alarm, delay_ticks);
}

enum error bulkhead_alarm_repeat(struct bulkhead_alarm *alarm, uint64_t delay_ticks)
{
    // When an alarm falls due, its reference is the time at which it should have.
    return alarm_insert(alarm, delay_ticks);
}

void bulkhead_alarm_cancel(struct bulkhead_alarm *alarm)
{
    if (!list_remove(&due, alarm) && list_remove(&waiting, alarm)) {
        (void)kernel_alarm_arm(bulkhead_alarm_now_ticks());
    }
}

static void sleep_over(struct bulkhead_alarm *alarm, void *data)
{
    (void)alarm;
    *(bool *)data = true;
}

enum error bulkhead_sleep_ms(uint32_t time_ms)
{
    struct bulkhead_alarm alarm;
    bool is_over = false;
    enum error error =
        bulkhead_alarm_set(&alarm, bulkhead_alarm_ticks_from_ms(time_ms), sleep_over, &is_over);
    while (error == ERROR_NONE && !is_over) {
        bulkhead_yield_wait();
    }
    return error;
}

static enum error alarm_insert(struct bulkhead_alarm *alarm, uint64_t delay_ticks)
{
    enum error error = bulkhead_result_error(
        bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, alarm_fired, NULL));
    if (error != ERROR_NONE) {
        return error;
    }
    alarm->left_ticks = delay_ticks;
    alarm->next = waiting;
    waiting = alarm;
    error = kernel_alarm_arm(bulkhead_alarm_now_ticks());
    if (error != ERROR_NONE) {
        list_remove(&waiting, alarm);
    }
    return error;
}

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;

    uint32_t now_ticks = bulkhead_alarm_now_ticks();
    due_collect(now_ticks);
    (void)kernel_alarm_arm(now_ticks);

    // A function may yield and so come back here; the lists are whole at every call.
    while (due != NULL) {
        struct bulkhead_alarm *alarm = due;
        due = alarm->next;
        alarm->function(alarm, alarm->data);
    }
}

/// Moves every alarm whose time has passed to the due list, and renews the others.
static void due_collect(uint32_t now_ticks)
{
    struct bulkhead_alarm **link = &waiting;
    while (*link != NULL) {
        struct bulkhead_alarm *alarm = *link;
        uint32_t passed_ticks = now_ticks - alarm->reference_ticks;
        if (passed_ticks < alarm->left_ticks) {
            alarm->left_ticks -= passed_ticks;
            alarm->reference_ticks = now_ticks;
            link = &alarm->next;
        } else {
            *link = alarm->next;
            alarm->reference_ticks += (uint32_t)alarm->left_ticks;
            due_insert(alarm);
        }
    }
}

/// Puts an alarm, whose reference is the time it was due, behind those that were due earlier.
static void due_insert(struct bulkhead_alarm *alarm)
{
    struct bulkhead_alarm **link = &due;
    while (*link != NULL && (int32_t)(alarm->reference_ticks - (*link)->reference_ticks) >= 0) {
        link = &(*link)->next;
    }
    alarm->next = *link;
    *link = alarm;
}

/// Sets the kernel's alarm for the first of the waiting ones, or stops it.
static enum error kernel_alarm_arm(uint32_t now_ticks)
{
    if (waiting == NULL) {
        // It need not have been running.
        (void)bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_STOP, 0, 0);
        return ERROR_NONE;
    }

    uint32_t delay_ticks = CHUNK_TICKS_MAX;
    for (const struct bulkhead_alarm *alarm = waiting; alarm != NULL; alarm = alarm->next) {
        uint32_t passed_ticks = now_ticks - alarm->reference_ticks;
        if (alarm->left_ticks <= passed_ticks) {
            delay_ticks = 0;
        } else if (alarm->left_ticks - passed_ticks < delay_ticks) {
            delay_ticks = (uint32_t)(alarm->left_ticks - passed_ticks);
        }
    }
    return bulkhead_result_error(
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_ABSOLUTE, now_ticks, delay_ticks));
}

static bool list_remove(struct bulkhead_alarm **list, struct bulkhead_alarm *alarm)
{
    for (struct bulkhead_alarm **link = list; *link != NULL; link = &(*link)->next) {
        if (*link == alarm) {
            *link = alarm->next;
            return true;
        }
    }
    return false;
}
