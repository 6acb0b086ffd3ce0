// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The state of the process console, which its files share.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <capsule.h>

#include "line.h"
#include "report.h"

/// Where the typed line is on its way.
enum line_stage {
    LINE_TYPING,
    LINE_ENTERED,   ///< ended, but the screen does not show that yet
    LINE_WAITING,   ///< to be carried out by the deferred call
    LINE_ANSWERING, ///< its report is being printed
};

struct process_console {
    struct process_id focus;          ///< 0: here
    struct report report;             ///< being printed
    struct process_information shown; ///< the process that a command or report is about
    struct line line;
    uint32_t events_lost;
    uint8_t stage;     ///< enum line_stage
    uint8_t next_slot; ///< behind the shown process
    bool is_boot_over;
    bool is_stopped;       ///< by console-stop: takes `console-start` only
    bool is_prompt_wanted; ///< no prompt of the present line was given to the terminal yet
};

extern struct process_console process_console;
