// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "event_report.h"

#include <lib/checked_index.h>
#include <lib/text.h>

enum { NAME_COLUMNS_MAX = 40, WELCOME_LINES = 2 };

static struct {
    struct kernel_event event; ///< while has_event
    uint32_t events_lost;
    uint8_t welcome_lines; ///< printed so far
    bool has_event;        ///< its first line is printed, another follows
} event_report CAPSULE_STATE;

void event_report_init(void)
{
    deferred_call_request();
}

void event_report_deferred(void)
{
    struct terminal_request request = {.client = TERMINAL_PROCESS_CONSOLE};
    // Without a terminal there is nobody to talk to.
    (void)event_report_terminal.request(&request);
}

void event_report_received(struct terminal_input *input)
{
    input->is_taken = true;
}

static void name_add(struct text *text, const struct process_information *process)
{
    text_add_escaped(
        text, CONST_SPAN_PART(process->counters.name, 0, process->counters.name_length_bytes),
        NAME_COLUMNS_MAX);
}

static void name_and_number_add(struct text *text, const struct process_information *process)
{
    name_add(text, process);
    TEXT_PRINT(text, " (pid %d)", (uint32_t)kernel_event_process(&event_report.event).number);
}

static void welcome_print(struct text *text)
{
    struct kernel_information kernel;
    kernel_describe(&kernel);
    if (event_report.welcome_lines == 0) {
        TEXT_PRINT(text, "Bulkhead kernel version %s (board %s)", kernel.version, kernel.board);
    } else {
        text_add(text, kernel.policy);
    }
    event_report.welcome_lines++;
}

/// The first of two lines: who faulted, for what and where.
static void fault_print(struct text *text, const struct process_information *process)
{
    struct process_fault_report fault;
    struct process_register pc;
    text_add(text, "Fault: ");
    name_and_number_add(text, process);
    if (process_fault_describe(event_report.event.slot, &fault) != ERROR_NONE) {
        process_fault_reported(kernel_event_process(&event_report.event)); // It is forgotten.
        return;
    }
    TEXT_PRINT(text, ": %s", fault.cause);
    if (process_register_describe(event_report.event.slot, 0, &pc)) {
        TEXT_PRINT(text, " at pc %8x", pc.value);
    }
    event_report.has_event = true;
}

/// The second: what was accessed, and what the policy did.
static void fault_end_print(struct text *text)
{
    struct process_fault_report fault;
    event_report.has_event = false;
    if (process_fault_describe(event_report.event.slot, &fault) == ERROR_NONE) {
        if (fault.has_address) {
            TEXT_PRINT(text, "  accessed %8x: %s;", fault.address, fault.address_owner);
        }
        TEXT_PRINT(text, "  action: %s", fault.action);
    }
    process_fault_reported(kernel_event_process(&event_report.event));
}

static void exit_print(struct text *text, const struct process_information *process)
{
    text_add(text, "Exited: ");
    name_and_number_add(text, process);
    if (process->counters.has_completion_code &&
        process_id_equal(process->id, kernel_event_process(&event_report.event))) {
        TEXT_PRINT(text, ", completion code %d", process->counters.last_call_argument[1]);
    }
}

static void event_print(struct text *text)
{
    const struct kernel_event *event = &event_report.event;
    struct process_information process = {.id = {0}};
    // Some events are about no process; then the answer is not used.
    (void)!process_describe(event->slot, &process);
    switch (event->kind) {
    case EVENT_IMAGE_LOADED:
        text_add(text, "Loaded ");
        name_add(text, &process);
        TEXT_PRINT(text, " at %8x", kernel_event_address(event));
        break;
    case EVENT_IMAGE_REFUSED:
        TEXT_PRINT(text, "Image at %8x refused: %s", kernel_event_address(event), event->reason);
        break;
    case EVENT_IMAGES_END:
    case EVENT_CAPSULE_SAID:
        text_add(text, event->reason);
        break;
    case EVENT_PROCESS_FAULTED:
        fault_print(text, &process);
        break;
    case EVENT_PROCESS_EXITED:
        exit_print(text, &process);
        break;
    case EVENT_PROCESS_WARNED:
        text_add(text, event->reason);
        name_and_number_add(text, &process);
        break;
    default: // EVENT_CAPSULE_FAILED, EVENT_CAPSULE_RESTARTED
        TEXT_PRINT(text, "Capsule %s %s.", event->reason,
                   event->kind == EVENT_CAPSULE_FAILED ? "failed" : "restarted");
        break;
    }
}

void event_report_fetch(struct terminal_piece *piece)
{
    struct text *text = &piece->text;
    uint32_t lost_count = 0;
    if (event_report.welcome_lines < WELCOME_LINES) {
        welcome_print(text);
    } else if (event_report.has_event) {
        fault_end_print(text);
    } else if (kernel_event_take(&event_report.event, &lost_count)) {
        event_print(text);
    }
    event_report.events_lost += lost_count;
    if (text_length(text) == 0 && event_report.events_lost > 0) {
        TEXT_PRINT(text, "%d events lost.", event_report.events_lost);
        event_report.events_lost = 0;
    }
    if (text_length(text) > 0) {
        text_end_line(text);
        piece->is_followed = event_report.has_event;
    }
}
