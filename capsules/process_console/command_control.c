// SPDX-License-Identifier: Apache-2.0 OR MIT
// Commands: stop, start, fault, terminate, boot, focus.
#include "command_groups.h"
#include "process_console.h"
#include "state.h"

/// Behind the commands that are an enum process_action.
enum { COMMAND_FOCUS = PROCESS_BOOT + 1 };

static bool control_step(struct text *text)
{
    text_add(text, "Process ");
    report_name(text);
    TEXT_PRINT(text, " %s", process_console.report.text);
    return false;
}

static const char *control_text(enum error error, size_t action)
{
    // In the order of enum process_action.
    static const char texts[] = "stopped\0resumed.\0now faulted\0terminated\0starts";
    if (error == ERROR_NONE) {
        return TEXT_NTH(texts, action);
    }
    if (error == ERROR_ALREADY) {
        return "is so already";
    }
    return error == ERROR_OFF ? "is not alive" : "is gone";
}

static void control_execute(size_t index, size_t rest)
{
    report_begin(REPORT_TEXT, "No such process.");
    if (!process_console_process_named(rest)) {
        return;
    }
    process_console.report.kind = REPORT_OF_GROUP;
    if (index < COMMAND_FOCUS) {
        process_console.report.text = control_text(
            process_control(process_console.shown.id, process_action_of(index)), index);
    } else if (process_console.shown.state == PROCESS_SHOWN_FAULTED ||
               process_console.shown.state == PROCESS_SHOWN_TERMINATED) {
        process_console.report.text = "is not alive";
    } else {
        process_console.report.kind = REPORT_FOCUS;
        process_console.report.process = process_console.shown.id;
        process_console.focus = process_console.shown.id;
        struct terminal_focus focus = {.process = process_console.shown.id};
        (void)process_console_terminal.focus_set(&focus);
    }
}

const struct command_group process_console_control = {.names =
                                                          " stop start fault terminate boot focus",
                                                      .execute = control_execute,
                                                      .step = control_step};
