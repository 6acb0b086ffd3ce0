// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Commands of the process console come in groups; a board chooses groups
 * (process_console_choice).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <lib/text.h>

struct command_group {
    const char *names; ///< of all commands, a space before each

    /**
     * Carries out a command: changes the state of the console, as a rule its report.
     *
     * @param index  of the command in `names`.
     * @param rest   where in the line what follows the name and spaces begins.
     */
    void (*execute)(size_t index, size_t rest);
    bool is_prefix_enough; ///< they are harmless: more may follow a name without a space
    bool is_always_on;     ///< `execute` is called although the console is off
};

/// Carries out the typed line.
void command_execute(void);

/// Adds the names of all commands.
void command_names(struct text *text);
