// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "alarm.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loop over processes */ };

/// What the driver keeps for one process, in its grant.
struct alarm_request {
    uint64_t expiration; ///< its low half is what the program is told
    bool is_pending;
};

_Static_assert(sizeof(struct alarm_request) <= ALARM_GRANT_BYTES,
               "the board reserves ALARM_GRANT_BYTES");

static struct {
    uint64_t timer_at; ///< no pending alarm is due before; it may be that none is due then either
    struct process_id timer_owner; ///< whose alarm the timer was set for
    bool is_timer_set;
    bool has_others; ///< others than the owner may have an alarm pending
} alarm CAPSULE_STATE;

static void alarm_set(struct command *command, uint32_t reference, uint32_t delay, uint64_t now);
static void alarm_stop(struct command *command);
static void timer_ensure(struct process_id process, uint64_t at);

void alarm_command(struct command *command)
{
    uint64_t now = time_now();
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case ALARM_COMMAND_FREQUENCY:
        command_success_u32(command, time_hz());
        break;
    case ALARM_COMMAND_NOW:
        command_success_u32(command, (uint32_t)now);
        break;
    case ALARM_COMMAND_STOP:
        alarm_stop(command);
        break;
    case ALARM_COMMAND_SET_RELATIVE:
        alarm_set(command, (uint32_t)now, command->argument[0], now);
        break;
    case ALARM_COMMAND_SET_ABSOLUTE:
        alarm_set(command, command->argument[0], command->argument[1], now);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}

static void alarm_fire(struct process_id process, struct alarm_request *client, uint64_t now,
                       enum error status)
{
    (void)upcall_schedule(process, ALARM_UPCALL_FIRED, (uint32_t)now, (uint32_t)client->expiration,
                          status);
    client->is_pending = false;
}

/// Fires the alarm of a process if it is due, or if it ends with an error.
static ALWAYS_INLINE void alarm_serve(struct process_id process, uint64_t now, enum error status)
{
    enum error error;
    WITH_GRANT(struct alarm_request, client, process, error)
    {
        if (client->is_pending && (client->expiration <= now || status != ERROR_NONE)) {
            alarm_fire(process, client, now, status);
        } else if (client->is_pending) {
            timer_ensure(process, client->expiration);
        }
    }
}

void alarm_on_restart(struct process_id *process)
{
    alarm_serve(process_id_at(process), time_now(), ERROR_RESERVE);
}

static void alarm_set(struct command *command, uint32_t reference, uint32_t delay, uint64_t now)
{
    // With reference <= now in truth, this is the time since then, whatever wrapped in between.
    uint32_t elapsed = (uint32_t)now - reference;
    enum error error = ERROR_NONE;
    WITH_GRANT(struct alarm_request, client, command->process, error)
    {
        client->expiration = now - elapsed + delay;
        if (elapsed >= delay) {
            alarm_fire(command->process, client, now, ERROR_NONE);
        } else {
            client->is_pending = true;
            timer_ensure(command->process, client->expiration);
        }
    }
    if (error == ERROR_NONE) {
        command_success_u32(command, reference + delay);
    } else {
        command_failure(command, error);
    }
}

static void alarm_stop(struct command *command)
{
    enum error error = ERROR_NONE;
    bool was_pending = false;
    WITH_GRANT(struct alarm_request, client, command->process, error)
    {
        was_pending = client->is_pending;
        client->is_pending = false;
    }
    if (error == ERROR_NONE && !was_pending) {
        error = ERROR_ALREADY;
    }
    command_result(command, error);
}

static void timer_ensure(struct process_id process, uint64_t at)
{
    if (alarm.is_timer_set && !process_id_equal(alarm.timer_owner, process)) {
        alarm.has_others = true;
    }
    if (!alarm.is_timer_set || at < alarm.timer_at) {
        alarm.is_timer_set = true;
        alarm.timer_at = at;
        alarm.timer_owner = process;
        timer_set(at);
    }
}

/// Fires the alarms that are due, and sees to it that the timer comes for the others.
void alarm_timer(void)
{
    uint64_t now = time_now();
    bool has_others = alarm.has_others;
    struct process_id process = alarm.timer_owner;
    alarm.is_timer_set = false;
    alarm.has_others = false;
    if (has_others) {
        process.number = 0;
        (void)grant_next_process(&process);
    }
    for (size_t i = 0; i < PROCESS_COUNT_MAX; i++) {
        alarm_serve(process, now, ERROR_NONE);
        if (!has_others || !grant_next_process(&process)) {
            break;
        }
    }
}
