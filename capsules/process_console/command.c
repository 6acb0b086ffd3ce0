// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <lib/checked_index.h>

#include "process_console.h"
#include "state.h"

void command_names(struct text *text)
{
    for (size_t i = 0; i < COMMAND_GROUPS_MAX; i++) {
        const struct command_group *group = AT(process_console_choice.groups, i);
        if (group != NULL) {
            text_add(text, group->names);
        }
    }
}

/// Index of the first byte from `from` on that is a space, or is none.
static size_t line_find(size_t from, bool is_space_wanted)
{
    size_t i = from;
    for (; i < process_console.line.length; i++) {
        if ((AT(process_console.line.bytes, i) == ' ') == is_space_wanted) {
            break;
        }
    }
    return i;
}

/// Carries out the command of a group whose name stands in the line at `start`. False: there is
/// none.
static bool group_execute(const struct command_group *group, size_t start)
{
    struct const_span typed =
        CONST_SPAN_PART(process_console.line.bytes, start, process_console.line.length - start);
    size_t index = text_name_find(group->names, typed, group->is_prefix_enough);
    if (index == TEXT_NO_NAME) {
        return false;
    }
    if (group->is_always_on || !process_console.is_stopped) {
        process_console.report.group = group;
        group->execute(index, line_find(line_find(start, true), false));
    }
    return true;
}

void command_execute(void)
{
    size_t start = line_find(0, false);
    bool is_done = start == process_console.line.length;
    for (size_t i = 0; i < COMMAND_GROUPS_MAX && !is_done; i++) {
        const struct command_group *group = AT(process_console_choice.groups, i);
        is_done = group != NULL && group_execute(group, start);
    }
    if (!is_done && !process_console.is_stopped) {
        report_begin(REPORT_HELP, "No such command. ");
    }
}
