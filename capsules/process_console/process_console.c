// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "process_console.h"

#include "command.h"
#include "state.h"

enum { REPORTS_MAX = 16 /* that come to nothing, for one line */ };

struct process_console process_console CAPSULE_STATE;

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
    report_begin(REPORT_WELCOME, "");
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
    process_console.report = (struct report){.kind = REPORT_NONE};
    process_console.stage = LINE_ANSWERING;
    command_execute();
}

void process_console_received(struct terminal_input *input)
{
    bool is_line_end_rest = input->byte == '\n' && process_console.line.is_return_last;
    if (!is_line_end_rest &&
        (process_console.stage != LINE_TYPING || !process_console.is_boot_over)) {
        return;
    }
    input->is_taken = true;
    input->has_output = true;
    if (line_put(&process_console.line, input->byte)) {
        process_console.stage = LINE_ENTERED;
    }
}

void process_console_focus_moved(struct terminal_focus *focus)
{
    bool is_moved = !process_id_equal(process_console.focus, focus->process);
    process_console.focus = focus->process;
    process_console.is_prompt_wanted = true;
    if (process_console.report.kind == REPORT_NONE) {
        process_console.report.process = focus->process;
        report_begin(is_moved ? REPORT_FOCUS : REPORT_TEXT, "No program waits for input.");
    }
    focus->has_output = true;
}

void process_console_fetch(struct terminal_piece *piece)
{
    struct text *text = &piece->text;
    piece->placement = TERMINAL_TEXT;
    if (process_console.stage == LINE_ENTERED) {
        process_console.stage = LINE_WAITING;
        deferred_call_request();
        if (is_listening()) {
            prompt_print(piece);
            text_end_line(text);
            return;
        }
    }
    if (report_next(text)) {
        piece->is_followed = true;
        text_end_line(text);
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
    for (size_t i = 0; i < REPORTS_MAX; i++) {
        if (report_line(text)) {
            return true;
        }
        if (process_console.stage == LINE_ANSWERING) {
            process_console.stage = LINE_TYPING;
            process_console.is_prompt_wanted = true;
            line_clear(&process_console.line);
            // The deferred call has the terminal offer what was typed meanwhile.
            deferred_call_request();
        }
        if (!event_next()) {
            return false;
        }
    }
    return false;
}

/// Makes a report of the oldest kernel event. False: there is none.
static bool event_next(void)
{
    struct kernel_event *event = &process_console.report.event;
    uint32_t lost_count = 0;
    process_console.report = (struct report){.kind = REPORT_NONE};
    if (kernel_event_take(event, &lost_count)) {
        process_console.report.kind = REPORT_EVENT;
        process_console.report.slot = event->slot;
        process_console.report.process = kernel_event_process(event);
        process_console.report.value = kernel_event_address(event);
        // Who missed the end of the images, since it was restarted behind it, finds it so.
        if (event->kind == EVENT_IMAGES_END || event->kind == EVENT_CAPSULE_RESTARTED) {
            process_console.is_boot_over = true;
            // What was typed while the images were loaded is still with the terminal.
            deferred_call_request();
        }
    }
    process_console.events_lost += lost_count;
    if (process_console.report.kind == REPORT_NONE && process_console.events_lost > 0) {
        process_console.report.kind = REPORT_LOST;
        process_console.report.value = process_console.events_lost;
        process_console.events_lost = 0;
    }
    return process_console.report.kind != REPORT_NONE;
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
