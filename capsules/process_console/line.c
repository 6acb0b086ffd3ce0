// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "line.h"

#include <lib/checked_index.h>

enum { BACKSPACE = 0x08, DELETE = 0x7F, ESCAPE = 0x1B };

enum escape_state { ESCAPE_NONE, ESCAPE_BEGUN, ESCAPE_SEQUENCE };

/// True while the byte belongs to an escape sequence.
static bool escape_skip(struct line *line, uint8_t byte)
{
    if (byte == ESCAPE) {
        line->escape_state = ESCAPE_BEGUN;
        return true;
    }
    if (line->escape_state == ESCAPE_BEGUN) {
        line->escape_state = byte == '[' || byte == 'O' ? ESCAPE_SEQUENCE : ESCAPE_NONE;
        return true;
    }
    if (line->escape_state == ESCAPE_SEQUENCE) {
        // Parameters come first; a byte from '@' on ends the sequence.
        bool is_last = byte < 0x20 || byte >= '@';
        line->escape_state = is_last ? ESCAPE_NONE : ESCAPE_SEQUENCE;
        return byte >= 0x20;
    }
    return false;
}

bool line_put(struct line *line, uint8_t byte)
{
    bool is_second_half = byte == '\n' && line->is_return_last;
    line->is_return_last = byte == '\r';
    if (is_second_half || escape_skip(line, byte)) {
        return false;
    }
    if (byte == '\r' || byte == '\n') {
        return true;
    }
    if (byte == BACKSPACE || byte == DELETE) {
        if (line->length > 0) {
            line->length--;
        }
        if (line->shown_length > line->length) {
            line->shown_length = line->length;
            line->erase_count++;
        }
    } else if (byte >= 0x20 && byte <= 0x7E && line->length < LINE_BYTES_MAX) {
        AT(line->bytes, line->length) = byte;
        line->length++;
    }
    return false;
}

void line_clear(struct line *line)
{
    line->length = 0;
    line->shown_length = 0;
    line->erase_count = 0;
}

void line_print(struct line *line, struct text *text)
{
    line->shown_length = 0;
    line->erase_count = 0;
    line_print_change(line, text);
}

void line_print_change(struct line *line, struct text *text)
{
    // A piece of output holds the rubbing out of some bytes only; the rest follows in the next one.
    for (size_t i = 0; i < LINE_BYTES_MAX / 4 && line->erase_count > 0; i++) {
        text_add(text, "\b \b");
        line->erase_count--;
    }
    for (size_t i = line->shown_length; i < line->length && line->erase_count == 0; i++) {
        text_add_byte(text, AT(line->bytes, i));
    }
    if (line->erase_count == 0) {
        line->shown_length = line->length;
    }
}
