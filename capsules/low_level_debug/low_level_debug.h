// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `low_level_debug`: driver 0x8, numbers and alert codes printed for programs that cannot
 * print text.
 *
 * A process has room for 4 lines in its grant; when that is full its last line becomes a count of
 * what was dropped. Commands always succeed.
 */
#pragma once

#include <capsule.h>
#include <hal/terminal.h>

enum { LOW_LEVEL_DEBUG_GRANT_BYTES = 52 };

/// The terminal. Defined by the board.
extern const struct terminal low_level_debug_terminal;

void low_level_debug_command(struct command *command);
void low_level_debug_fetch(struct terminal_piece *piece);
