// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The groups of commands, for the board's choice (process_console.h).
#pragma once

#include <hal/command_group.h>

#include "report.h"

/// help, list
extern const struct command_group process_console_overview;

/// status, kernel, process
extern const struct command_group process_console_details;

/// start, stop, fault, terminate, boot, focus
extern const struct command_group process_console_control;

/// reset, panic, console-start, console-stop. Needs CAPSULE_RIGHT_MACHINE.
extern const struct command_group process_console_machine;

/**
 * Adds one line of what there is to know about the shown process: counters, memory map, regions,
 * grants. May move the step of the report forward over lines that do not exist.
 *
 * @return false when there is no such step.
 */
bool process_console_process_details(struct text *text, uint32_t step);

/**
 * Finds the process that the line names from `start` on, by number or else by name, for
 * process_console.shown and the slot of the report. False: none.
 */
bool process_console_process_named(size_t start);
