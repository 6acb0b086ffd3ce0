// SPDX-License-Identifier: Apache-2.0 OR MIT
// Commands: reset, panic, console-start, console-stop.
#include "command_groups.h"
#include "state.h"

enum { COMMAND_RESET, COMMAND_PANIC, COMMAND_CONSOLE_START, COMMAND_CONSOLE_STOP };

static void machine_execute(size_t index, size_t rest)
{
    (void)rest;
    if (index == COMMAND_CONSOLE_START) {
        report_begin(REPORT_TEXT, "The process console is on.");
        process_console.is_stopped = false;
    } else if (process_console.is_stopped) {
        return;
    } else if (index == COMMAND_CONSOLE_STOP) {
        report_begin(REPORT_TEXT,
                     "Disabling the process console. Run console-start to reactivate.");
        process_console.is_stopped = true;
    } else if (index == COMMAND_RESET) {
        machine_reset();
    } else {
        machine_panic();
    }
}

/// These commands have no report.
static bool machine_step(struct text *text)
{
    (void)text;
    return false;
}

const struct command_group process_console_machine = {.names =
                                                          " reset panic console-start console-stop",
                                                      .execute = machine_execute,
                                                      .step = machine_step,
                                                      .is_always_on = true};
