// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * How the library ends a program: with one line, put together here and written in one go, so that
 * nobody else's output stands in the middle of it. Needs no buffer, no heap and no <stdio.h>.
 */
#pragma once

#include <ipc/buffer.h>
#include <stddef.h>

/// What is behind the end of the text is left out.
struct ipc_line {
    size_t length;
    char text[240];
};

/// Begins with the name of the program and ": ".
void ipc_line_start(struct ipc_line *line);
void ipc_line_add(struct ipc_line *line, const char *text);
void ipc_line_add_number(struct ipc_line *line, uintptr_t number);
void ipc_line_add_address(struct ipc_line *line, uintptr_t address); ///< in hexadecimal
/// FILE:LINE, or "site NUMBER" if all that is left is a number.
void ipc_line_add_place(struct ipc_line *line, const struct ipc_place *place);
/// ", at " and the place, if there is one.
void ipc_line_add_at(struct ipc_line *line, const struct ipc_place *place);
_Noreturn void ipc_line_stop(struct ipc_line *line);

/// Writes a line and traps.
_Noreturn void ipc_stop(const char *line, size_t length);

/// A buffer that is in use for ever: the current one before another is set.
extern const struct ipc_buffer_memory ipc_unset;
