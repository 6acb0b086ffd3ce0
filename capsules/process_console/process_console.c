// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "process_console.h"

#include "command.h"
#include "line.h"
#include "report.h"

enum { LINE_END_BYTES = 2 };

/// Where the typed line is on its way.
enum line_stage {
    LINE_TYPING,
    LINE_ENTERED,   ///< ended, but the screen does not show that yet
    LINE_WAITING,   ///< to be carried out by the deferred call
    LINE_ANSWERING, ///< its report is being printed
};

static struct {
    struct process_id focus; ///< 0: here
    struct report report;    ///< being printed
    struct line line;
    uint32_t events_lost;
    uint8_t stage; ///< enum line_stage
    bool is_boot_over;
    bool is_stopped;       ///< by console-stop
    bool is_prompt_wanted; ///< no prompt of the present line was given to the terminal yet
} process_console CAPSULE_STATE;

static bool report_next(struct text *text);
static bool event_next(void);
static void prompt_print(struct terminal_piece *piece);
static void command_run(void);

static bool is_listening(void)
{
    return process_console.focus.number == 0 && !process_console.is_stopped &&
           process_console.is_boot_over;
}

void process_console_init(void)
{
    process_console.report.kind = REPORT_WELCOME;
    process_console.is_prompt_wanted = true;
    deferred_call_request();
}

void process_console_deferred(void)
{
    if (process_console.stage == LINE_WAITING && process_console.report.kind == REPORT_NONE) {
        command_run();
    }
    struct terminal_request request = {.client = TERMINAL_PROCESS_CONSOLE};
    // Without a terminal there is nobody to talk to.
    (void)process_console_terminal.request(&request);
}

static void command_run(void)
{
    struct command_effect effect = {.is_stopped = process_console.is_stopped};
    command_execute(&process_console.line, &effect);
    process_console.is_stopped = effect.is_stopped;
    process_console.report = effect.report;
    process_console.stage = LINE_ANSWERING;
    if (effect.is_focus_wanted) {
        struct terminal_focus focus = {.process = effect.report.process};
        process_console.focus = focus.process;
        (void)process_console_terminal.focus_set(&focus);
    }
}

void process_console_received(struct terminal_input *input)
{
    struct line *line = &process_console.line;
    bool is_line_end_rest = input->byte == '\n' && line->is_return_last;
    if (!is_line_end_rest &&
        (process_console.stage != LINE_TYPING || !process_console.is_boot_over)) {
        return;
    }
    input->is_taken = true;
    input->has_output = true;
    if (line_put(line, input->byte)) {
        process_console.stage = LINE_ENTERED;
    }
}

void process_console_focus_moved(struct terminal_focus *focus)
{
    struct report *report = &process_console.report;
    bool is_moved = !process_id_equal(process_console.focus, focus->process);
    process_console.focus = focus->process;
    process_console.is_prompt_wanted = true;
    if (report->kind == REPORT_NONE) {
        report->kind = is_moved ? REPORT_FOCUS : REPORT_TEXT;
        report->step = 0;
        report->process = focus->process;
        report->text = "No program waits for input.";
    }
    focus->has_output = true;
}

void process_console_fetch(struct terminal_piece *piece)
{
    struct text *text = &piece->text;
    text->capacity_bytes -= LINE_END_BYTES;
    piece->placement = TERMINAL_TEXT;
    if (process_console.stage == LINE_ENTERED) {
        process_console.stage = LINE_WAITING;
        deferred_call_request();
        if (is_listening()) {
            prompt_print(piece);
            text->capacity_bytes += LINE_END_BYTES;
            text_add(text, "\r\n");
            return;
        }
    }
    if (report_next(text)) {
        piece->is_followed = true;
        text->capacity_bytes += LINE_END_BYTES;
        text_add(text, "\r\n");
        return;
    }
    if (process_console.stage == LINE_WAITING) {
        deferred_call_request();
    } else if (is_listening()) {
        prompt_print(piece);
    }
}

/// Adds the next line of the present report, or of the one that the next event makes.
static bool report_next(struct text *text)
{
    struct report *report = &process_console.report;
    do {
        if (report->kind != REPORT_NONE && report_line(report, text)) {
            return true;
        }
        if (process_console.stage == LINE_ANSWERING) {
            process_console.stage = LINE_TYPING;
            process_console.is_prompt_wanted = true;
            line_clear(&process_console.line);
            // The deferred call has the terminal offer what was typed meanwhile.
            deferred_call_request();
        }
    } while (event_next());
    return false;
}

/// Makes a report of the oldest kernel event. False: there is none.
static bool event_next(void)
{
    struct report *report = &process_console.report;
    struct kernel_event event;
    uint32_t lost_count = 0;
    *report = (struct report){.kind = REPORT_NONE};
    if (kernel_event_take(&event, &lost_count)) {
        *report = (struct report){
            .kind = event.kind == EVENT_PROCESS_FAULTED ? REPORT_FAULT : REPORT_EVENT,
            .event_kind = event.kind,
            .slot = event.slot,
            .text = event.reason,
            .address = event.address,
            .process = event.process,
        };
        if (event.kind == EVENT_IMAGES_END) {
            process_console.is_boot_over = true;
            // What was typed while the images were loaded is still with the terminal.
            deferred_call_request();
        }
    }
    process_console.events_lost += lost_count;
    if (report->kind == REPORT_NONE && process_console.events_lost > 0) {
        report->kind = REPORT_LOST;
        report->count = process_console.events_lost;
        process_console.events_lost = 0;
    }
    return report->kind != REPORT_NONE;
}

/// Adds the prompt with the line, or just what changed of it since it is on the screen.
static void prompt_print(struct terminal_piece *piece)
{
    struct text *text = &piece->text;
    if (!process_console.is_prompt_wanted && !piece->is_prompt_lost) {
        piece->placement = TERMINAL_PROMPT_MORE;
        line_print_change(&process_console.line, text);
        piece->is_followed = process_console.line.erase_count > 0;
        return;
    }
    piece->placement = TERMINAL_PROMPT;
    process_console.is_prompt_wanted = false;
    text_add(text, "\x1B[1mtock$ \x1B[0m");
    line_print(&process_console.line, text);
}
