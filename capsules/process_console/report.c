// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "report.h"

#include <lib/checked_index.h>

#include "command.h"
#include "state.h"

enum { SLOT_COUNT_MAX = 64, STEP_COUNT_MAX = 192, NAME_COLUMNS_MAX = 60 };

bool report_line(struct text *text)
{
    // Most reports are about one process. Where its slot is empty, there is nothing in this.
    process_console.shown.id.number = 0;
    (void)!process_describe(process_console.report.slot, &process_console.shown);
    // Steps that have nothing to say are passed over.
    for (size_t i = 0; process_console.report.print != NULL && i < STEP_COUNT_MAX; i++) {
        bool is_last = !process_console.report.print(text);
        process_console.report.step++;
        if (is_last) {
            process_console.report.print = NULL;
        }
        if (text->length_bytes > 0) {
            return true;
        }
    }
    process_console.report.print = NULL;
    return false;
}

void report_begin(report_step_fn print, const char *text)
{
    process_console.report.print = print;
    process_console.report.text = text;
    process_console.report.step = 0;
}

uint32_t process_next(uint32_t slot)
{
    enum error error = ERROR_NO_DEVICE;
    while (error == ERROR_NO_DEVICE && slot < SLOT_COUNT_MAX) {
        error = process_describe(slot, &process_console.shown);
        slot++;
    }
    return error == ERROR_NONE ? slot : 0;
}

// ---------------------------------------------------------------------------------------------
// Parts of lines

void report_name(struct text *text)
{
    text_add_escaped(
        text, process_console.shown.counters.name,
        checked_index(process_console.shown.counters.name_length_bytes, PROCESS_NAME_BYTES_MAX + 1),
        NAME_COLUMNS_MAX);
}

void report_name_and_number(struct text *text, uint32_t number)
{
    report_name(text);
    TEXT_PRINT(text, " (pid %d)", {number});
}

void report_state(struct text *text)
{
    // In the order of enum process_state_shown.
    static const char names[] =
        "Running\0Yielded\0YieldedFor(%x, %d)\0Faulted\0Terminated\0Stopped";
    TEXT_PRINT(text, text_nth(names, process_console.shown.state),
               {process_console.shown.counters.awaited_driver},
               {process_console.shown.counters.awaited_upcall});
    if (process_console.shown.is_restart_pending) {
        text_add(text, ", restarts soon");
    }
}

void report_range(struct text *text, const char *label, uintptr_t start, uintptr_t end)
{
    if (start < end) {
        TEXT_PRINT(text, "  %8x-%8x  %s%44t%8d", {start}, {end}, {.string = label}, {end - start});
    }
}

// ---------------------------------------------------------------------------------------------
// Reports of one line

bool text_step(struct text *text)
{
    text_add(text, process_console.report.text);
    return false;
}

bool focus_step(struct text *text)
{
    text_add(text, "Input goes to ");
    for (uint32_t slot = process_next(0); slot != 0; slot = process_next(slot)) {
        if (process_id_equal(process_console.shown.id, process_console.report.process)) {
            report_name(text);
            text_add(text, " (Ctrl-T: back).");
            return false;
        }
    }
    text_add(text, "the process console.");
    return false;
}

bool event_step(struct text *text)
{
    switch ((enum kernel_event_kind)process_console.report.event_kind) {
    case EVENT_IMAGE_LOADED:
        text_add(text, "Loaded ");
        report_name(text);
        TEXT_PRINT(text, " at %8x", {process_console.report.value});
        break;
    case EVENT_IMAGE_REFUSED:
        TEXT_PRINT(text, "Image at %8x refused: %s", {process_console.report.value},
                   {.string = process_console.report.text});
        break;
    case EVENT_IMAGES_END:
        text_add(text, "No more images.");
        break;
    case EVENT_PROCESS_FAULTED:
        return fault_step(text);
    case EVENT_PROCESS_EXITED:
        text_add(text, "Exited: ");
        report_name_and_number(text, (uint32_t)process_console.report.process.number);
        if (process_console.shown.counters.has_completion_code &&
            process_id_equal(process_console.shown.id, process_console.report.process)) {
            TEXT_PRINT(text, ", completion code %d",
                       {process_console.shown.counters.last_call_argument[1]});
        }
        break;
    case EVENT_CAPSULE_FAILED:
    case EVENT_CAPSULE_RESTARTED:
        TEXT_PRINT(text, "Capsule %s %s.", {.string = process_console.report.text},
                   {.string = process_console.report.event_kind == EVENT_CAPSULE_FAILED
                                  ? "failed"
                                  : "restarted"});
        break;
    }
    return false;
}

// ---------------------------------------------------------------------------------------------
// Help and welcome

bool help_step(struct text *text)
{
    text_add(text, process_console.report.text);
    text_add(text, "Valid commands are:");
    command_names(text);
    return false;
}

bool welcome_step(struct text *text)
{
    struct kernel_information kernel UNINITIALISED;
    kernel_describe(&kernel);
    switch (process_console.report.step) {
    case 0:
        TEXT_PRINT(text, "Bulkhead kernel version %s (board %s)", {.string = kernel.version},
                   {.string = kernel.board});
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
