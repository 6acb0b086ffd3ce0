// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `process_console`: the prompt from which people look at processes and control them, and
 * the printer of what the kernel has to tell (images loaded or refused, faults, exits).
 *
 * The prompt is in bold, which no program can print (console.h), and is always the last thing on
 * the screen while the process console has the focus; while a program has it there is no prompt.
 * Commands wait until the walk over the images is over. Output is made line by line, whenever the
 * terminal asks for more. Names are printed with bytes outside 0x20..0x7E as \xNN.
 */
#pragma once

#include <capsule.h>
#include <hal/command_group.h>
#include <hal/terminal.h>

#include "command_groups.h"

/// The terminal. Defined by the board.
extern const struct terminal process_console_terminal;

/// Which commands the board has. Defined by the board.
extern const struct command_groups process_console_choice;

void process_console_init(void);
void process_console_deferred(void);

void process_console_fetch(struct terminal_piece *piece);
void process_console_received(struct terminal_input *input);
void process_console_focus_moved(struct terminal_focus *focus);
