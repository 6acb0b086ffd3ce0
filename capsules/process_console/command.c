// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <lib/checked_index.h>

#include "process_console.h"
#include "state.h"

void command_names(struct text *text)
{
    for (size_t i = 0; i < PROCESS_CONSOLE_GROUPS_MAX; i++) {
        if (process_console_choice.groups[i] != NULL) {
            text_add(text, process_console_choice.groups[i]->names);
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
    enum { UNEQUAL = 2 * LINE_BYTES_MAX };
    size_t index = 0;
    size_t position = start;
    // The first space is passed over; the zero byte at the end ends the last name.
    for (const char *name = group->names + 1;; name++) {
        uint8_t typed =
            position < process_console.line.length ? AT(process_console.line.bytes, position) : ' ';
        if (*name != ' ' && *name != '\0') {
            position = typed == (uint8_t)*name ? position + 1 : UNEQUAL;
            continue;
        }
        if (position < UNEQUAL && (typed == ' ' || group->is_prefix_enough)) {
            if (group->is_always_on || !process_console.is_stopped) {
                group->execute(index, line_find(line_find(position, true), false));
            }
            return true;
        }
        if (*name == '\0') {
            return false;
        }
        index++;
        position = start;
    }
}

void command_execute(void)
{
    size_t start = line_find(0, false);
    bool is_done = start == process_console.line.length;
    for (size_t i = 0; i < PROCESS_CONSOLE_GROUPS_MAX && !is_done; i++) {
        const struct command_group *group = process_console_choice.groups[i];
        is_done = group != NULL && group_execute(group, start);
    }
    if (!is_done && !process_console.is_stopped) {
        report_begin(help_step, "No such command. ");
    }
}
