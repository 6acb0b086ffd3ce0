// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `text_screen`: driver 0x90003, letters on a screen.
 *
 * The screen is a grid of cells for one letter each. All programs share it, and the place where the
 * next letter goes; the text of each command is written in one piece. Printable ASCII is shown, 10
 * is the next line, 13 the start of this one, all else is a question mark. Behind the last line
 * comes the first one again; a line that is entered from the one before is empty at first.
 *
 * Command 1 asks for the size: upcall 0 is 0, columns, rows. 2 and 3 turn the screen on and off, 8
 * writes the first bytes (first argument, or fewer if there are fewer) of read-only buffer 0, 9
 * clears all and goes to the first place, 10 goes there, 11 goes to a column and a row (INVALID:
 * there is no such). All end with upcall 0: 0 or an error, 0, 0. BUSY: the program's last command
 * has not ended; NOMEM: there is nothing to write. No cursor is shown: 5 and 7, which hide it, are
 * done, 4 and 6 are NOSUPPORT. A write ends with FAIL if the program takes its buffer back. After a
 * restart of the capsule what was under way ends with RESERVE.
 *
 * Programs that draw pixels draw on the same screen.
 */
#pragma once

#include <capsule.h>
#include <hal/screen.h>

enum { TEXT_SCREEN_DRIVER = 0x90003, TEXT_SCREEN_GRANT_BYTES = 24 };
enum text_screen_command_number {
    TEXT_SCREEN_COMMAND_SIZE = 1,
    TEXT_SCREEN_COMMAND_ON = 2,
    TEXT_SCREEN_COMMAND_OFF = 3,
    TEXT_SCREEN_COMMAND_BLINK_OFF = 5,
    TEXT_SCREEN_COMMAND_HIDE = 7,
    TEXT_SCREEN_COMMAND_WRITE = 8,
    TEXT_SCREEN_COMMAND_CLEAR = 9,
    TEXT_SCREEN_COMMAND_HOME = 10,
    TEXT_SCREEN_COMMAND_GO_TO = 11,
};
enum { TEXT_SCREEN_UPCALL_DONE = 0, TEXT_SCREEN_ALLOW_TEXT = 0 };
enum { TEXT_SCREEN_LETTER_PIXELS = 8 }; ///< each way

/// The screen. Defined by the board.
extern const struct screen text_screen_panel;

void text_screen_deferred(void);
void text_screen_on_restart(struct process_id *process);
void text_screen_command(struct command *command);

/// The pixels of a row of a letter, the highest bit on the left. Part of the capsule.
uint8_t text_screen_letter_row(uint8_t letter, uint32_t row);
