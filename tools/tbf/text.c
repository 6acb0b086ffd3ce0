// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "text.h"

#include <string.h>

static size_t utf8_sequence_bytes(struct bytes bytes, size_t offset);
static bool is_control(uint8_t byte);
static unsigned digit_value(uint8_t byte);

bool text_is_utf8(struct bytes bytes)
{
    size_t offset = 0;
    while (offset < bytes.length) {
        size_t sequence_bytes = utf8_sequence_bytes(bytes, offset);
        if (sequence_bytes == 0) {
            return false;
        }
        offset += sequence_bytes;
    }
    return true;
}

bool text_has_controls(struct bytes bytes)
{
    for (size_t index = 0; index < bytes.length; index++) {
        if (is_control(bytes.data[index])) {
            return true;
        }
    }
    return false;
}

void text_escape(struct buffer *buffer, struct bytes bytes)
{
    for (size_t index = 0; index < bytes.length; index++) {
        uint8_t byte = bytes.data[index];
        if (is_control(byte) || byte > 0x7E || byte == '\\') {
            buffer_print(buffer, "\\x%02x", byte);
        } else {
            buffer_fill(buffer, 1, byte);
        }
    }
}

void text_escape_controls(struct buffer *buffer, struct bytes bytes)
{
    for (size_t index = 0; index < bytes.length; index++) {
        uint8_t byte = bytes.data[index];
        if (is_control(byte)) {
            buffer_print(buffer, "\\x%02x", byte);
        } else {
            buffer_fill(buffer, 1, byte);
        }
    }
}

bool text_to_number(struct bytes bytes, uint64_t maximum, uint64_t *number)
{
    bool is_hexadecimal = bytes.length > 2 && bytes.data[0] == '0' && (bytes.data[1] | 0x20) == 'x';
    unsigned base = is_hexadecimal ? 16 : 10;
    size_t offset = is_hexadecimal ? 2 : 0;
    if (offset == bytes.length) {
        return false;
    }

    uint64_t value = 0;
    for (; offset < bytes.length; offset++) {
        unsigned digit = digit_value(bytes.data[offset]);
        if (digit >= base || digit > maximum || value > (maximum - digit) / base) {
            return false;
        }
        value = value * base + digit;
    }
    *number = value;
    return true;
}

bool text_to_u32(const char *string, uint32_t *number)
{
    uint64_t value;
    if (!text_to_number(bytes_from_string(string), UINT32_MAX, &value)) {
        return false;
    }
    *number = (uint32_t)value;
    return true;
}

bool text_split(struct bytes text, char separator, struct bytes *head, struct bytes *tail)
{
    for (size_t index = 0; index < text.length; index++) {
        if (text.data[index] == (uint8_t)separator) {
            *head = bytes_slice(text, 0, index);
            *tail = bytes_slice(text, index + 1, text.length - index - 1);
            return true;
        }
    }
    *head = text;
    *tail = (struct bytes){NULL, 0};
    return false;
}

bool text_ends_with(struct bytes text, const char *end)
{
    struct bytes wanted = bytes_from_string(end);
    return text.length >= wanted.length &&
           bytes_are_equal(bytes_slice(text, text.length - wanted.length, wanted.length), wanted);
}

/// Gives the length of the sequence at the offset, 0 when it is not well-formed.
static size_t utf8_sequence_bytes(struct bytes bytes, size_t offset)
{
    // The lead byte limits the first continuation byte; all others are 0x80 to 0xBF.
    uint8_t lead = bytes.data[offset];
    uint8_t first_low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t first_high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    size_t sequence_bytes = 0;
    if (lead < 0x80) {
        sequence_bytes = 1;
    } else if (lead >= 0xC2 && lead <= 0xDF) {
        sequence_bytes = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        sequence_bytes = 3;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        sequence_bytes = 4;
    }
    if (!range_is_inside(offset, sequence_bytes, bytes.length)) {
        return 0;
    }

    for (size_t index = 1; index < sequence_bytes; index++) {
        uint8_t byte = bytes.data[offset + index];
        uint8_t low = index == 1 ? first_low : 0x80;
        uint8_t high = index == 1 ? first_high : 0xBF;
        if (byte < low || byte > high) {
            return 0;
        }
    }
    return sequence_bytes;
}

static bool is_control(uint8_t byte)
{
    return byte < 0x20 || byte == 0x7F;
}

/// Gives the value of a digit, 16 for anything else.
static unsigned digit_value(uint8_t byte)
{
    if (byte >= '0' && byte <= '9') {
        return (unsigned)(byte - '0');
    }
    uint8_t lower = byte | 0x20;
    if (lower >= 'a' && lower <= 'f') {
        return (unsigned)(lower - 'a') + 10;
    }
    return 16;
}
