// SPDX-License-Identifier: Apache-2.0 OR MIT
// Commands: help, list.
#include <lib/checked_index.h>

#include "command_groups.h"
#include "state.h"

enum { COMMAND_HELP };
enum { COLUMN_SHORT_ID = 8, COLUMN_QUANTA = 39 };

static bool list_step(struct text *text)
{
    if (process_console.report.step == 0) {
        text_add(text, " PID    ShortID    Name                Quanta  Syscalls  Restarts  Grants"
                       "  State");
        process_console.next_slot = 0;
        return true;
    }
    if (!process_next()) {
        return false;
    }
    TEXT_PRINT(text, " %d", (uint32_t)process_console.shown.id.number);
    text_pad(text, COLUMN_SHORT_ID);
    text_add(text, "Unique     ");
    report_name(text);
    text_pad(text, COLUMN_QUANTA);
    TEXT_PRINT(text, "%6d%10d%10d%4d/%2d   ", process_console.shown.counters.slice_expirations,
               process_console.shown.counters.system_calls, process_console.shown.counters.restarts,
               process_console.shown.grants_allocated, process_console.shown.grants_defined);
    report_state(text);
    return true;
}

static void overview_execute(size_t index, size_t rest)
{
    (void)rest;
    report_begin(index == COMMAND_HELP ? REPORT_HELP : REPORT_OF_GROUP, "");
}

const struct command_group process_console_overview = {.names = " help list",
                                                       .execute = overview_execute,
                                                       .step = list_step,
                                                       .is_prefix_enough = true};
