// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "date_time.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };
enum { WORD_FIELD_MASK = 0x1F, WORD_SIXTIETH_MASK = 0x3F, WORD_MONTH_MASK = 0xF };

/// What the driver keeps for one process, in its grant.
struct date_time_waiting {
    uint32_t date; ///< to set
    uint32_t time;
    bool is_waiting;
    bool is_to_set;
};

_Static_assert(sizeof(struct date_time_waiting) <= DATE_TIME_GRANT_BYTES,
               "the board reserves DATE_TIME_GRANT_BYTES");

static struct {
    bool is_busy;             ///< the clock works, and `done` will follow
    struct process_id setter; ///< for whom it does, if that is one; number 0: for all that ask
    struct process_id served; ///< whose turn it was last
} date_time CAPSULE_STATE;

static enum error request_note(const struct command *command, bool is_to_set);
static void request_end(struct process_id process, const struct date_time_done *done);
static void requests_end(const struct date_time_done *done);
static enum error source_start(struct process_id process, bool is_to_set, uint32_t date,
                               uint32_t time);

static uint32_t date_word(const struct date_time *time)
{
    return (uint32_t)time->year << DATE_TIME_YEAR_SHIFT |
           (uint32_t)time->month << DATE_TIME_MONTH_SHIFT | time->day;
}

static uint32_t time_word(const struct date_time *time)
{
    return (uint32_t)time->weekday << DATE_TIME_WEEKDAY_SHIFT |
           (uint32_t)time->hour << DATE_TIME_HOUR_SHIFT |
           (uint32_t)time->minute << DATE_TIME_MINUTE_SHIFT | time->second;
}

/// False: no calendar has that second.
static bool words_read(uint32_t date, uint32_t time, struct date_time *read)
{
    read->year = (uint16_t)(date >> DATE_TIME_YEAR_SHIFT);
    read->month = (uint8_t)(date >> DATE_TIME_MONTH_SHIFT & WORD_MONTH_MASK);
    read->day = (uint8_t)(date & WORD_FIELD_MASK);
    read->weekday = (uint8_t)(time >> DATE_TIME_WEEKDAY_SHIFT);
    read->hour = (uint8_t)(time >> DATE_TIME_HOUR_SHIFT & WORD_FIELD_MASK);
    read->minute = (uint8_t)(time >> DATE_TIME_MINUTE_SHIFT & WORD_SIXTIETH_MASK);
    read->second = (uint8_t)(time & WORD_SIXTIETH_MASK);
    // What the fields have no room for is lost in them.
    return date_word(read) == date && time_word(read) == time && date_time_is_valid(read);
}

void date_time_command(struct command *command)
{
    struct date_time time;
    enum error error = ERROR_NONE;
    switch (command->number) {
    case COMMAND_EXISTS:
        break;
    case DATE_TIME_COMMAND_GET:
        error = request_note(command, false);
        break;
    case DATE_TIME_COMMAND_SET:
        error = words_read(command->argument[0], command->argument[1], &time)
                    ? request_note(command, true)
                    : ERROR_INVALID;
        break;
    default:
        error = ERROR_NO_SUPPORT;
        break;
    }
    command_result(command, error);
}

/// Notes what the process waits for, and starts it if the clock is free.
static enum error request_note(const struct command *command, bool is_to_set)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct date_time_waiting, waiting, command->process, error)
    {
        if (waiting->is_waiting) {
            error = ERROR_BUSY;
            break;
        }
        if (!date_time.is_busy) {
            error = source_start(command->process, is_to_set, command->argument[0],
                                 command->argument[1]);
        }
        waiting->date = command->argument[0];
        waiting->time = command->argument[1];
        waiting->is_to_set = is_to_set;
        waiting->is_waiting = error == ERROR_NONE;
    }
    return error;
}

/// Has the clock work for a process. What the clock says to one that it cannot help is the error.
static enum error source_start(struct process_id process, bool is_to_set, uint32_t date,
                               uint32_t time)
{
    struct date_time_request request = {.status = ERROR_FAILED};
    enum error error = ERROR_NONE;
    date_time.setter.number = is_to_set ? process.number : 0;
    if (is_to_set) {
        error =
            words_read(date, time, &request.time) ? date_time_source.set(&request) : ERROR_INVALID;
    } else {
        error = date_time_source.get(&request);
    }
    if (error == ERROR_NONE) {
        error = request.status;
    }
    date_time.is_busy = error == ERROR_NONE;
    // A busy clock works for a life of this capsule that is over. Its end brings the next turn.
    return error == ERROR_BUSY ? ERROR_NONE : error;
}

void date_time_done(struct date_time_done *done)
{
    const bool was_busy = date_time.is_busy;
    date_time.is_busy = false;
    if (was_busy && date_time.setter.number != 0) {
        const struct date_time_done set = {.status = done->status};
        request_end(date_time.setter, &set);
    } else if (was_busy) {
        requests_end(done);
    }
    deferred_call_request(); // Whose turn is next is a run of its own.
}

/// Tells a process how its request ended, if it has one.
static void request_end(struct process_id process, const struct date_time_done *done)
{
    enum error error;
    WITH_GRANT(struct date_time_waiting, waiting, process, error)
    {
        if (waiting->is_waiting) {
            // In this order: an abort in between tells it twice, and not never.
            (void)upcall_schedule(process, DATE_TIME_UPCALL_DONE, (uint32_t)done->status,
                                  date_word(&done->time), time_word(&done->time));
            waiting->is_waiting = false;
        }
    }
}

/// Whether the process waits for the time.
static bool is_asking(struct process_id process)
{
    bool is_asking = false;
    enum error error;
    WITH_GRANT(struct date_time_waiting, waiting, process, error)
    {
        is_asking = waiting->is_waiting && !waiting->is_to_set;
    }
    return is_asking;
}

/// Tells all that ask for the time.
static void requests_end(const struct date_time_done *done)
{
    struct date_time_done told = {.status = done->status};
    if (done->status == ERROR_NONE) {
        told.time = done->time;
    }
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        if (is_asking(process)) {
            request_end(process, &told);
        }
    }
}

/// Starts what a process waits for. Says whether the clock works now.
static bool turn_take(struct process_id process)
{
    struct date_time_done failed = {.status = ERROR_NONE};
    bool is_waiting = false;
    enum error error;
    WITH_GRANT(struct date_time_waiting, waiting, process, error)
    {
        is_waiting = waiting->is_waiting;
        if (is_waiting) {
            failed.status = source_start(process, waiting->is_to_set, waiting->date, waiting->time);
        }
    }
    if (failed.status != ERROR_NONE) {
        request_end(process, &failed);
        return false;
    }
    return is_waiting;
}

void date_time_deferred(void)
{
    struct process_id process = date_time.served;
    // First those behind the last one, then all from the start.
    for (size_t pass = 0; pass < 2 && !date_time.is_busy; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            if (turn_take(process)) {
                date_time.served = process;
                return;
            }
        }
        process.number = 0;
    }
}

void date_time_on_restart(struct process_id *process)
{
    const struct date_time_done done = {.status = ERROR_RESERVE};
    request_end(process_id_at(process), &done);
}
