// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The commands of the process console.
#pragma once

#include <stdbool.h>

#include <capsule.h>
#include <lib/text.h>

#include "line.h"
#include "report.h"

/// What carrying out a command changed beside the processes.
struct command_effect {
    struct report report; ///< to be printed; REPORT_NONE for an empty line
    bool is_stopped;      ///< in and out: the console takes `console-start` only
    bool is_focus_wanted; ///< out: give the focus to `report.process`
};

/// Carries out a typed line.
void command_execute(const struct line *line, struct command_effect *effect);

/// Adds the names of all commands.
void command_names(struct text *text);
