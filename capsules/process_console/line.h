// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The line that is being typed, and how much of it is on the screen.
 *
 * Kept are 0x20 to 0x7E; backspace and DEL remove the last byte; CR, LF and CR LF end the line;
 * escape sequences (arrow keys) and all other bytes are ignored.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/text.h>

enum { LINE_BYTES_MAX = 64 };

struct line {
    uint8_t length;
    uint8_t shown_length; ///< bytes that are on the screen; never above length
    uint8_t erase_count;  ///< bytes behind them on the screen that are to be rubbed out
    uint8_t escape_state; ///< how far an escape sequence has come
    bool is_return_last;  ///< an LF now belongs to the CR before it
    uint8_t bytes[LINE_BYTES_MAX];
};

/// Takes one typed byte. True: it ended the line.
bool line_put(struct line *line, uint8_t byte);

/// Forgets the text.
void line_clear(struct line *line);

/// Adds the whole line for a screen that shows none of it.
void line_print(struct line *line, struct text *text);

/// Adds what turns what the screen shows into the line; nothing if it shows it already.
void line_print_change(struct line *line, struct text *text);
