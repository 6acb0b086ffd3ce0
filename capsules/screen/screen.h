// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `screen`: driver 0x90001, pixels for programs.
 *
 * Each program has a frame of its own, a part of the screen; it has none until it sets one. Command
 * 100 sets it: column << 16 | row and width << 16 | height, which is INVALID if not all of it lies
 * on the screen, or if there is nothing in it. Command 200 writes the first bytes (first argument,
 * or fewer if there are fewer) of read-only buffer 0 into the frame, row by row from its top on;
 * command 300 fills all of it with the first pixel of the buffer. NOMEM: there is nothing in the
 * buffer, or to be written; INVALID: the last pixel is not whole; SIZE: more than the frame has.
 *
 * Command 1 says 1: resolutions and formats can be asked for and set. There is one of each: 11 and
 * 13 say how many, 12 and 14 which (INVALID but for 0), 23 and 25 which one there is, 24 and 26 set
 * it (INVALID: there is no such). Command 21 says how the screen is turned (0), 22 turns it, which
 * only 0 can do. Command 2 turns it on (not 0) and off. Brightness (3) and inversion (4 to 6) are
 * NOSUPPORT. The format is 4, BGRA with 8 bits each.
 *
 * What sets or draws something is answered at once, and ends with upcall 0: 0 or an error, 0, 0.
 * Drawing takes a while, in which the program may start nothing else (BUSY), and other programs
 * draw, too: small parts in turn. It ends with FAIL if the program takes its buffer back; what has
 * been drawn stays, also when it dies. After a restart of the capsule drawing ends with RESERVE and
 * the frame is gone. Without a screen every command is NODEVICE.
 */
#pragma once

#include <capsule.h>
#include <hal/screen.h>

enum { SCREEN_DRIVER = 0x90001, SCREEN_GRANT_BYTES = 48 };
enum screen_command_number {
    SCREEN_COMMAND_CAN_SET_UP = 1,
    SCREEN_COMMAND_POWER = 2,
    SCREEN_COMMAND_RESOLUTION_COUNT = 11,
    SCREEN_COMMAND_RESOLUTION_AT = 12,
    SCREEN_COMMAND_FORMAT_COUNT = 13,
    SCREEN_COMMAND_FORMAT_AT = 14,
    SCREEN_COMMAND_ROTATION = 21,
    SCREEN_COMMAND_ROTATION_SET = 22,
    SCREEN_COMMAND_RESOLUTION = 23,
    SCREEN_COMMAND_RESOLUTION_SET = 24,
    SCREEN_COMMAND_FORMAT = 25,
    SCREEN_COMMAND_FORMAT_SET = 26,
    SCREEN_COMMAND_FRAME_SET = 100,
    SCREEN_COMMAND_WRITE = 200,
    SCREEN_COMMAND_FILL = 300,
};
enum { SCREEN_FORMAT_BGRA_8888 = 4 };
enum { SCREEN_UPCALL_DONE = 0, SCREEN_ALLOW_PIXELS = 0 };

/// The screen. Defined by the board.
extern const struct screen screen_panel;

void screen_deferred(void);
void screen_on_restart(struct process_id *process);
void screen_command(struct command *command);
