// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Commands of the process console come in groups; a board chooses groups
 * (process_console_choice).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lib/attributes.h>
#include <lib/text.h>

struct VTABLE command_group {
    const char *names CONSTANT_TEXT; ///< of all commands, a space before each

    /**
     * Carries out a command: changes the state of the console, as a rule its report.
     *
     * @param index  of the command in `names`.
     * @param rest   where in the line what follows the name and spaces begins.
     */
    void (*execute)(size_t index, size_t rest);

    /// Adds the present line of a report of this group's own. False: it is the last line, or there
    /// is no report.
    bool (*step)(struct text *text);

    bool is_prefix_enough; ///< they are harmless: more may follow a name without a space
    bool is_always_on;     ///< `execute` is called although the console is off
};

enum { COMMAND_GROUPS_MAX = 4 };

/// What of the process console a board has. Groups that no board table names take no memory.
struct VTABLE command_groups {
    /// In the order in which `help` shows them; null behind the last.
    const struct command_group *groups[COMMAND_GROUPS_MAX];

    /// What the report of a fault tells about the process: process_console_process_details, or
    /// null.
    bool (*fault_details)(struct text *text, uint32_t step);
};
