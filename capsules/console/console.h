// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `console`: driver 0x1, text output and input of programs.
 *
 * Output: the bytes of a process are copied, filtered, into a line buffer of 128 bytes in its
 * grant. Whole lines go to the terminal; a partial line goes when it is 20 ms old, when the buffer
 * is full, or when its process starts a read. A write completes when all its bytes are copied and
 * its whole lines are handed to the terminal, so a program that waits for its writes and then ends
 * loses no line.
 *
 * Filter: what could command the user's terminal is left out. Kept are \n, \r, \t, \b, 0x20 to 0x7E
 * and bytes from 0x80 up; the control characters U+0080 to U+009F become U+00A0 (a space), and
 * bytes 0x80 to 0x9F outside of a UTF-8 sequence are dropped like all other control bytes. \r and
 * \b stay, since a line on the screen belongs to one writer: nothing but its own text can be
 * overwritten.
 *
 * Input: one read at a time, of one process; it gets bytes while that process has the focus.
 *
 * A write and a read are of the buffer that was allowed when they began. If the program takes that
 * back or swaps it, a write ends, as if the buffer had ended where the copying had come to, and a
 * read ends with ERROR_NO_MEMORY, before the next byte.
 *
 * After a restart of the capsule, a write or read that was under way is completed with
 * ERROR_RESERVE: the third argument of a write's upcall, the first one of a read's.
 */
#pragma once

#include <capsule.h>
#include <hal/terminal.h>

enum { CONSOLE_GRANT_BYTES = 184 };

/// The terminal. Defined by the board.
extern const struct terminal console_terminal;

void console_deferred(void);
void console_timer(void);
void console_process_ended(struct process_id *process);
void console_on_restart(struct process_id *process);
void console_command(struct command *command);

void console_fetch(struct terminal_piece *piece);
void console_received(struct terminal_input *input);
void console_reader(struct terminal_focus *reader);
