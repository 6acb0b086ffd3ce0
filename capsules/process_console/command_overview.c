// SPDX-License-Identifier: Apache-2.0 OR MIT
// Commands: help, list.
#include <lib/checked_index.h>

#include "command_groups.h"
#include "state.h"

static bool list_step(struct text *text)
{
    if (process_console.report.step == 0) {
        text_add(text, " PID    ShortID    Name                Quanta  Syscalls  Restarts  Grants"
                       "  State");
        process_console.report.value = 0; // The slot from which on to look.
        return true;
    }
    process_console.report.value = process_next((uint32_t)process_console.report.value);
    if (process_console.report.value == 0) {
        return false;
    }
    TEXT_PRINT(text, " %d%8tUnique%19t", {(uint32_t)process_console.shown.id.number});
    report_name(text);
    TEXT_PRINT(
        text, "%39t%6d%10d%10d%4d/%2d   ", {process_console.shown.counters.slice_expirations},
        {process_console.shown.counters.system_calls}, {process_console.shown.counters.restarts},
        {process_console.shown.grants_allocated}, {process_console.shown.grants_defined});
    report_state(text);
    return true;
}

static void overview_execute(size_t index, size_t rest)
{
    static const report_step_fn steps[] = {help_step, list_step};
    (void)rest;
    report_begin(AT(steps, index), NULL);
}

const struct command_group process_console_overview = {
    .names = " help list", .execute = overview_execute, .is_prefix_enough = true};
