// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "report.h"

#include <lib/checked_index.h>

#include "command.h"
#include "state.h"

enum { STEP_COUNT_MAX = 192, NAME_COLUMNS_MAX = 60 };

static bool text_step(struct text *text);
static bool focus_step(struct text *text);
static bool event_step(struct text *text);
static bool lost_step(struct text *text);
static bool welcome_step(struct text *text);
static bool help_step(struct text *text);

/// Adds the line of the present step. False: it is the last one.
static bool step_print(struct text *text)
{
    switch (process_console.report.kind) {
    case REPORT_TEXT:
        return text_step(text);
    case REPORT_FOCUS:
        return focus_step(text);
    case REPORT_EVENT:
        return event_step(text);
    case REPORT_LOST:
        return lost_step(text);
    case REPORT_WELCOME:
        return welcome_step(text);
    case REPORT_HELP:
        return help_step(text);
    default:
        return process_console.report.group->step(text);
    }
}

bool report_line(struct text *text)
{
    // Most reports are about one process. Where its slot is empty, there is nothing in this.
    process_console.shown.id.number = 0;
    (void)!process_describe(process_console.report.slot, &process_console.shown);
    // Steps that have nothing to say are passed over.
    for (size_t i = 0; process_console.report.kind != REPORT_NONE && i < STEP_COUNT_MAX; i++) {
        bool is_last = !step_print(text);
        process_console.report.step++;
        if (is_last) {
            process_console.report.kind = REPORT_NONE;
        }
        if (text_length(text) > 0) {
            return true;
        }
    }
    process_console.report.kind = REPORT_NONE;
    return false;
}

void report_begin(enum report_kind kind, const char *text)
{
    process_console.report.kind = (uint8_t)kind;
    process_console.report.text = text;
    process_console.report.step = 0;
}

bool process_next(void)
{
    enum error error = ERROR_NO_DEVICE;
    for (size_t i = 0; i < SLOT_COUNT_MAX && error == ERROR_NO_DEVICE; i++) {
        error = process_describe(process_console.next_slot, &process_console.shown);
        process_console.next_slot++;
    }
    return error == ERROR_NONE;
}

// ---------------------------------------------------------------------------------------------
// Parts of lines

void report_name(struct text *text)
{
    text_add_escaped(text,
                     CONST_SPAN_PART(process_console.shown.counters.name, 0,
                                     process_console.shown.counters.name_length_bytes),
                     NAME_COLUMNS_MAX);
}

void report_name_and_number(struct text *text, uint32_t number)
{
    report_name(text);
    TEXT_PRINT(text, " (pid %d)", number);
}

void report_state(struct text *text)
{
    // In the order of enum process_state_shown.
    static const char names[] = "Running\0Yielded\0YieldedFor\0Faulted\0Terminated\0Stopped\0"
                                "NoBudget";
    text_add(text, TEXT_NTH(names, process_console.shown.state));
    if (process_console.shown.state == PROCESS_SHOWN_YIELDED_FOR) {
        TEXT_PRINT(text, "(%x, %d)", process_console.shown.counters.awaited_driver,
                   process_console.shown.counters.awaited_upcall);
    }
    if (process_console.shown.is_restart_pending) {
        text_add(text, ", restarts soon");
    }
}

void report_range(struct text *text, const char *label, uintptr_t start, uintptr_t end)
{
    if (start < end) {
        TEXT_PRINT(text, "  %8x-%8x  %19s%8d", start, end, label, end - start);
    }
}

// ---------------------------------------------------------------------------------------------
// Reports of one line

static bool text_step(struct text *text)
{
    text_add(text, process_console.report.text);
    return false;
}

static bool focus_step(struct text *text)
{
    text_add(text, "Input goes to ");
    process_console.next_slot = 0;
    for (size_t i = 0; i < SLOT_COUNT_MAX && process_next(); i++) {
        if (process_id_equal(process_console.shown.id, process_console.report.process)) {
            report_name(text);
            text_add(text, " (Ctrl-T: back).");
            return false;
        }
    }
    text_add(text, "the process console.");
    return false;
}

static bool event_step(struct text *text)
{
    switch (process_console.report.event.kind) {
    case EVENT_IMAGE_LOADED:
        text_add(text, "Loaded ");
        report_name(text);
        TEXT_PRINT(text, " at %8x", process_console.report.value);
        break;
    case EVENT_IMAGE_REFUSED:
        TEXT_PRINT(text, "Image at %8x refused: %s", process_console.report.value,
                   process_console.report.event.reason);
        break;
    case EVENT_IMAGES_END:
    case EVENT_CAPSULE_SAID:
        text_add(text, process_console.report.event.reason);
        break;
    case EVENT_PROCESS_FAULTED:
        return fault_step(text);
    case EVENT_PROCESS_EXITED:
        text_add(text, "Exited: ");
        report_name_and_number(text, (uint32_t)process_console.report.process.number);
        if (process_console.shown.counters.has_completion_code &&
            process_id_equal(process_console.shown.id, process_console.report.process)) {
            TEXT_PRINT(text, ", completion code %d",
                       process_console.shown.counters.last_call_argument[1]);
        }
        break;
    case EVENT_PROCESS_WARNED:
        text_add(text, process_console.report.event.reason);
        report_name_and_number(text, (uint32_t)process_console.report.process.number);
        break;
    default: // EVENT_CAPSULE_FAILED, EVENT_CAPSULE_RESTARTED
        TEXT_PRINT(text, "Capsule %s %s.", process_console.report.event.reason,
                   process_console.report.event.kind == EVENT_CAPSULE_FAILED ? "failed"
                                                                             : "restarted");
        break;
    }
    return false;
}

static bool lost_step(struct text *text)
{
    TEXT_PRINT(text, "%d events lost.", process_console.report.value);
    return false;
}

// ---------------------------------------------------------------------------------------------
// Help and welcome

static bool help_step(struct text *text)
{
    text_add(text, process_console.report.text);
    text_add(text, "Valid commands are:");
    command_names(text);
    return false;
}

static bool welcome_step(struct text *text)
{
    struct kernel_information kernel;
    kernel_describe(&kernel);
    switch (process_console.report.step) {
    case 0:
        TEXT_PRINT(text, "Bulkhead kernel version %s (board %s)", kernel.version, kernel.board);
        break;
    case 1:
        text_add(text, kernel.policy);
        break;
    case 2:
        if (kernel.last_panic != NULL) {
            text_add(text, "Last panic: ");
            // It lay in memory that nobody guards while the machine was reset.
            text_add_escaped_string(text, kernel.last_panic);
        }
        break;
    case 3:
        text_add(text, "Welcome to the process console.");
        break;
    default:
        return help_step(text);
    }
    return true;
}
