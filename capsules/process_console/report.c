// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "report.h"

#include <lib/checked_index.h>

#include "command.h"
#include "process_report.h"

enum { SLOT_COUNT_MAX = 64, STEP_COUNT_MAX = 192, NAME_COLUMNS_MAX = 60 };

static bool welcome_step(const struct report *report, struct text *text);
static bool help_step(const struct report *report, struct text *text);
static bool list_step(const struct report *report, struct text *text,
                      struct process_information *information);
static bool status_step(const struct report *report, struct text *text,
                        struct process_information *information);
static bool kernel_step(const struct report *report, struct text *text);
static void event_print(const struct report *report, struct text *text,
                        const struct process_information *information);
static void focus_print(const struct report *report, struct text *text,
                        struct process_information *information);
static bool report_step(struct report *report, struct text *text,
                        struct process_information *information);

bool report_line(struct report *report, struct text *text)
{
    // Most reports are about one process. Where its slot is empty, there is nothing in this.
    struct process_information information = {.queued_upcalls = 0};
    bool is_there = process_describe(report->slot, &information) == ERROR_NONE ||
                    (report->kind != REPORT_PROCESS && report->kind != REPORT_FAULT);
    // Steps that have nothing to say are passed over.
    for (size_t i = 0; is_there && i < STEP_COUNT_MAX; i++) {
        if (!report_step(report, text, &information)) {
            break;
        }
        report->step++;
        if (text->length_bytes > 0) {
            return true;
        }
    }
    if (report->kind == REPORT_FAULT) {
        process_fault_reported(report->process);
    }
    report->kind = REPORT_NONE;
    return false;
}

/// Adds the line of the present step, if that has one. False: the steps are over.
static bool report_step(struct report *report, struct text *text,
                        struct process_information *information)
{
    if (report->kind >= REPORT_EVENT && report->step > 0) {
        return false;
    }
    switch ((enum report_kind)report->kind) {
    case REPORT_NONE:
        return false;
    case REPORT_WELCOME:
        return welcome_step(report, text);
    case REPORT_HELP:
        return help_step(report, text);
    case REPORT_LIST:
        return list_step(report, text, information);
    case REPORT_STATUS:
        return status_step(report, text, information);
    case REPORT_KERNEL:
        return kernel_step(report, text);
    case REPORT_PROCESS:
        return process_report_step(report, text, information);
    case REPORT_FAULT:
        return fault_report_step(report, text, information);
    case REPORT_EVENT:
        event_print(report, text, information);
        break;
    case REPORT_LOST:
        TEXT_ADD_VALUES(text, "%d events lost.", report->count);
        break;
    case REPORT_FOCUS:
        focus_print(report, text, information);
        break;
    case REPORT_DONE:
        text_add(text, "Process ");
        report_name(text, information);
        text_add(text, " ");
        text_add(text, report->text);
        break;
    case REPORT_TEXT:
        text_add(text, report->text);
        break;
    }
    return true;
}

// ---------------------------------------------------------------------------------------------
// Parts of lines

void report_name(struct text *text, const struct process_information *information)
{
    text_add_escaped(
        text, information->counters.name,
        checked_index(information->counters.name_length_bytes, PROCESS_NAME_BYTES_MAX + 1),
        NAME_COLUMNS_MAX);
}

void report_name_and_number(struct text *text, const struct process_information *information,
                            struct process_id process)
{
    report_name(text, information);
    TEXT_ADD_VALUES(text, " (pid %d)", (uint32_t)process.number);
}

void report_state(struct text *text, const struct process_information *information)
{
    static const char *const names[] = {
        [PROCESS_SHOWN_RUNNING] = "Running",        [PROCESS_SHOWN_YIELDED] = "Yielded",
        [PROCESS_SHOWN_YIELDED_FOR] = "YieldedFor", [PROCESS_SHOWN_STOPPED] = "Stopped",
        [PROCESS_SHOWN_FAULTED] = "Faulted",        [PROCESS_SHOWN_TERMINATED] = "Terminated",
    };
    text_add(text, AT(names, information->state));
    if (information->state == PROCESS_SHOWN_YIELDED_FOR) {
        TEXT_ADD_VALUES(text, "(%x, %d)", information->counters.awaited_driver,
                        information->counters.awaited_upcall);
    }
    if (information->is_restart_pending) {
        text_add(text, ", restarts soon");
    }
}

void report_range(struct text *text, const char *label, uintptr_t start, uintptr_t end)
{
    enum { BYTES_COLUMN = 44 };
    if (start >= end) {
        return;
    }
    TEXT_ADD_VALUES(text, "  %8x-%8x  ", start, end);
    text_add(text, label);
    text_pad(text, BYTES_COLUMN);
    TEXT_ADD_VALUES(text, "%8d", end - start);
}

// ---------------------------------------------------------------------------------------------
// Reports of one line

static void focus_print(const struct report *report, struct text *text,
                        struct process_information *information)
{
    enum error error = ERROR_NONE;
    text_add(text, "Input goes to ");
    for (uint32_t i = 0; i < SLOT_COUNT_MAX && error != ERROR_INVALID; i++) {
        error = process_describe(i, information);
        if (error == ERROR_NONE && process_id_equal(information->id, report->process)) {
            report_name(text, information);
            text_add(text, " (Ctrl-T: back).");
            return;
        }
    }
    text_add(text, "the process console.");
}

static void event_print(const struct report *report, struct text *text,
                        const struct process_information *information)
{
    switch ((enum kernel_event_kind)report->event_kind) {
    case EVENT_IMAGE_LOADED:
        text_add(text, "Loaded ");
        report_name(text, information);
        TEXT_ADD_VALUES(text, " at %8x", report->address);
        break;
    case EVENT_IMAGE_REFUSED:
        TEXT_ADD_VALUES(text, "Image at %8x refused: ", report->address);
        text_add(text, report->text);
        break;
    case EVENT_IMAGES_END:
        text_add(text, "No more images.");
        break;
    case EVENT_PROCESS_FAULTED:
        break;
    case EVENT_PROCESS_EXITED:
        text_add(text, "Exited: ");
        report_name_and_number(text, information, report->process);
        if (information->counters.has_completion_code &&
            process_id_equal(information->id, report->process)) {
            TEXT_ADD_VALUES(text, ", completion code %d",
                            information->counters.last_call_argument[1]);
        }
        break;
    case EVENT_CAPSULE_FAILED:
        text_add(text, "Capsule ");
        text_add(text, report->text);
        text_add(text, " failed.");
        break;
    }
}

// ---------------------------------------------------------------------------------------------
// Reports of several lines

static bool help_step(const struct report *report, struct text *text)
{
    if (report->step == 0) {
        text_add(text, report->text);
        text_add(text, "Valid commands are:");
        command_names(text);
    }
    return report->step == 0;
}

static bool welcome_step(const struct report *report, struct text *text)
{
    struct kernel_information information;
    kernel_describe(&information);
    switch (report->step) {
    case 0:
        text_add(text, "Bulkhead kernel version ");
        text_add(text, information.version);
        text_add(text, " (board ");
        text_add(text, information.board);
        text_add(text, ")");
        return true;
    case 1:
        text_add(text, information.policy);
        return true;
    case 2:
        if (information.last_panic != NULL) {
            text_add(text, "Last panic: ");
            // It lay in memory that nobody guards while the machine was reset.
            text_add_escaped_string(text, information.last_panic);
        }
        return true;
    case 3:
        text_add(text, "Welcome to the process console.");
        return true;
    default: {
        struct report help = {.step = (uint8_t)(report->step - 4)};
        return help_step(&help, text);
    }
    }
}

static bool list_step(const struct report *report, struct text *text,
                      struct process_information *information)
{
    enum { NAME_COLUMN = 19, QUANTA_COLUMN = 39 };
    if (report->step == 0) {
        text_add(text, " PID    ShortID    Name                Quanta  Syscalls  Restarts  Grants"
                       "  State");
        return true;
    }
    enum error error = process_describe(report->step - 1u, information);
    if (error != ERROR_NONE) {
        return error != ERROR_INVALID;
    }
    TEXT_ADD_VALUES(text, " %d", (uint32_t)information->id.number);
    text_pad(text, 8);
    text_add(text, "Unique");
    text_pad(text, NAME_COLUMN);
    report_name(text, information);
    text_pad(text, QUANTA_COLUMN);
    TEXT_ADD_VALUES(text, "%6d%10d%10d%4d/%2d   ", information->counters.slice_expirations,
                    information->counters.system_calls, information->counters.restarts,
                    information->grants_allocated, information->grants_defined);
    report_state(text, information);
    return true;
}

static bool status_step(const struct report *report, struct text *text,
                        struct process_information *information)
{
    enum { TOTAL, ACTIVE, EXPIRATIONS, VALUE_COUNT };
    uintptr_t values[VALUE_COUNT] = {0};
    enum error error = ERROR_NONE;
    for (uint32_t i = 0; i < SLOT_COUNT_MAX && error != ERROR_INVALID; i++) {
        error = process_describe(i, information);
        if (error == ERROR_NONE) {
            values[TOTAL]++;
            values[ACTIVE] += information->state <= PROCESS_SHOWN_YIELDED_FOR ? 1u : 0u;
            values[EXPIRATIONS] += information->counters.slice_expirations;
        }
    }
    static const char *const formats[] = {"Total processes: %d", "Active processes: %d",
                                          "Timeslice expirations: %d"};
    if (report->step >= ARRAY_COUNT(formats)) {
        return false;
    }
    text_add_values(text, AT(formats, report->step), &AT(values, report->step), 1);
    return true;
}

static bool kernel_step(const struct report *report, struct text *text)
{
    static const char *const labels[KERNEL_RANGE_COUNT] = {
        [KERNEL_TEXT] = "code",
        [KERNEL_MEMORY] = "data and stack",
        [KERNEL_STACK] = "stack",
        [KERNEL_POOL] = "process memory",
    };
    if (report->step > KERNEL_RANGE_COUNT + 1) {
        return false;
    }
    struct kernel_information information;
    kernel_describe(&information);
    size_t row = report->step - 1u;
    if (report->step == 0) {
        text_add(text, "Kernel version: ");
        text_add(text, information.version);
    } else if (row < KERNEL_RANGE_COUNT) {
        report_range(text, AT(labels, row), AT(information.ranges, row).start,
                     AT(information.ranges, row).end);
        if (row == KERNEL_POOL) {
            TEXT_ADD_VALUES(text, ", used %d", information.pool_used_bytes);
        }
    } else {
        TEXT_ADD_VALUES(text, "  process slots %d, failed capsules %d", information.process_slots,
                        information.capsules_failed);
    }
    return true;
}
