// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "process_info.h"

#include <lib/checked_index.h>
#include <lib/text.h>

enum { SLOT_COUNT_MAX = 64, WORD_BYTES = 4 };

/// What command 6 asks for, by number.
enum control { CONTROL_RESUME = 1, CONTROL_STOP, CONTROL_FAULT, CONTROL_TERMINATE, CONTROL_BOOT };

static struct {
    bool is_control_wanted;
    uint8_t control; ///< enum control
    struct process_id controlled;
} process_info CAPSULE_STATE;

/// A walk over all processes.
struct walk {
    uint32_t slot;
    struct process_information information;
};

/// The next process; false: there is none.
static bool walk_next(struct walk *walk)
{
    enum error error = ERROR_NO_DEVICE;
    for (size_t i = 0; i < SLOT_COUNT_MAX && error == ERROR_NO_DEVICE; i++) {
        error = process_describe(walk->slot, &walk->information);
        walk->slot++;
    }
    return error == ERROR_NONE;
}

/// Finds a process by the number that programs know. False: there is none.
static bool walk_find(struct walk *walk, uint32_t number)
{
    for (size_t i = 0; i < SLOT_COUNT_MAX && walk_next(walk); i++) {
        if ((uint32_t)walk->information.id.number == number) {
            return true;
        }
    }
    return false;
}

/// Adds a number to the program's buffer, or what of it has room.
static void word_give(struct lease *output, uint32_t word)
{
    uint8_t bytes[WORD_BYTES];
    for (size_t i = 0; i < WORD_BYTES; i++) {
        AT(bytes, i) = (uint8_t)(word >> (i * 8));
    }
    // A program that takes its buffer back gets less.
    enum error error = lease_write(output, CONST_SPAN_IN(bytes));
    (void)error;
}

static uint32_t short_id_of(struct process_id process)
{
    struct storage_rights_request request = {.process = process};
    enum error error = process_info_rights.look_up(&request);
    return error == ERROR_NONE ? request.rights.short_id : 0;
}

/// Commands 1 to 3.
static void list_answer(struct command *command)
{
    struct lease output;
    lease_take(command->process, BUFFER_READ_WRITE, PROCESS_INFO_ALLOW_OUTPUT,
               command->number == PROCESS_INFO_COMMAND_COUNT ? 0 : UINT32_MAX, &output);
    struct walk walk = {.slot = 0};
    uint32_t count = 0;
    for (size_t i = 0; i < SLOT_COUNT_MAX && walk_next(&walk); i++) {
        count++;
        if (lease_left(&output) > 0) {
            word_give(&output, command->number == PROCESS_INFO_COMMAND_IDS
                                   ? (uint32_t)walk.information.id.number
                                   : short_id_of(walk.information.id));
        }
    }
    command_success_u32(command, count);
}

static void name_answer(struct command *command)
{
    struct walk walk = {.slot = 0};
    if (!walk_find(&walk, command->argument[0])) {
        command_failure(command, ERROR_INVALID);
        return;
    }
    struct lease output;
    lease_take(command->process, BUFFER_READ_WRITE, PROCESS_INFO_ALLOW_OUTPUT, UINT32_MAX, &output);
    size_t length = walk.information.counters.name_length_bytes;
    enum error error =
        lease_write(&output, CONST_SPAN_PART(walk.information.counters.name, 0, length));
    (void)error; // Without a buffer the answer is the length alone.
    command_success_u32(command, (uint32_t)length);
}

/// The state as programs know it.
static uint32_t state_of(const struct process_information *information)
{
    switch (information->state) {
    case PROCESS_SHOWN_RUNNING:
        return 0;
    case PROCESS_SHOWN_YIELDED_FOR:
        return 2;
    case PROCESS_SHOWN_STOPPED:
        return 3;
    case PROCESS_SHOWN_FAULTED:
        return 4;
    case PROCESS_SHOWN_TERMINATED:
        return 5;
    default:
        return 1;
    }
}

static void statistics_answer(struct command *command)
{
    struct walk walk = {.slot = 0};
    if (walk_find(&walk, command->argument[0])) {
        struct lease output;
        lease_take(command->process, BUFFER_READ_WRITE, PROCESS_INFO_ALLOW_OUTPUT, UINT32_MAX,
                   &output);
        word_give(&output, walk.information.counters.slice_expirations);
        word_give(&output, walk.information.counters.system_calls);
        word_give(&output, walk.information.counters.restarts);
        word_give(&output, state_of(&walk.information));
    }
    command_success(command);
}

/// Whether the policy lets a program control others.
static bool is_controller(struct process_id process)
{
    struct walk walk = {.slot = 0};
    if (!walk_find(&walk, (uint32_t)process.number)) {
        return false;
    }
    size_t length = walk.information.counters.name_length_bytes;
    for (size_t i = 0; i < PROCESS_NAME_BYTES_MAX && i < length; i++) {
        if (AT(walk.information.counters.name, i) == ' ') {
            return false; // What is before the space may be the name of another program.
        }
    }
    return text_name_find(process_info_policy.controllers,
                          CONST_SPAN_PART(walk.information.counters.name, 0, length),
                          false) != TEXT_NO_NAME;
}

/// Notes what is to be done: inside of its command a process cannot end.
static enum error control_note(const struct command *command)
{
    struct walk walk = {.slot = 0};
    if (!walk_find(&walk, command->argument[0])) {
        return ERROR_INVALID;
    }
    if (!process_id_equal(walk.information.id, command->process) &&
        !is_controller(command->process)) {
        return ERROR_NO_SUPPORT;
    }
    if (command->argument[1] < CONTROL_RESUME || command->argument[1] > CONTROL_BOOT) {
        return ERROR_NONE;
    }
    if (process_info.is_control_wanted) {
        return ERROR_BUSY;
    }
    process_info.is_control_wanted = true;
    process_info.control = (uint8_t)command->argument[1];
    process_info.controlled = walk.information.id;
    deferred_call_request();
    return ERROR_NONE;
}

static enum process_action action_of(uint8_t control)
{
    switch (control) {
    case CONTROL_RESUME:
        return PROCESS_RESUME;
    case CONTROL_STOP:
        return PROCESS_STOP;
    case CONTROL_FAULT:
        return PROCESS_FAULT;
    case CONTROL_TERMINATE:
        return PROCESS_TERMINATE;
    default:
        return PROCESS_BOOT;
    }
}

void process_info_deferred(void)
{
    if (process_info.is_control_wanted) {
        process_info.is_control_wanted = false;
        enum error error =
            process_control(process_info.controlled, action_of(process_info.control));
        (void)error; // It has ended meanwhile, or is what it is to be.
    }
}

void process_info_command(struct command *command)
{
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case PROCESS_INFO_COMMAND_COUNT:
    case PROCESS_INFO_COMMAND_IDS:
    case PROCESS_INFO_COMMAND_SHORT_IDS:
        list_answer(command);
        break;
    case PROCESS_INFO_COMMAND_NAME:
        name_answer(command);
        break;
    case PROCESS_INFO_COMMAND_STATISTICS:
        statistics_answer(command);
        break;
    case PROCESS_INFO_COMMAND_CONTROL:
        command_result(command, control_note(command));
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}
