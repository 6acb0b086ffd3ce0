// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <lib/text.h>

#include <lib/memory.h>

enum { DECIMAL_DIGITS_MAX = 10, HEX_DIGITS_MAX = 8 };

static void decimal_add(struct text *text, uint32_t value, size_t columns);
static void hex_add(struct text *text, uint32_t value, size_t digits);

static char hex_digit(uint32_t value)
{
    return "0123456789abcdef"[value & 0xFu];
}

void text_add_byte(struct text *text, uint8_t byte)
{
    if (text->length_bytes < text->capacity_bytes) {
        text->bytes[text->length_bytes++] = byte;
    }
}

void text_add(struct text *text, const char *string)
{
    if (string == NULL) {
        return;
    }
    for (; *string != '\0'; string++) {
        text_add_byte(text, (uint8_t)*string);
    }
}

void text_add_bytes(struct text *text, const uint8_t *bytes, size_t length_bytes)
{
    size_t room = text->capacity_bytes - text->length_bytes;
    size_t count = length_bytes < room ? length_bytes : room;
    memcpy(text->bytes + text->length_bytes, bytes, count);
    text->length_bytes += count;
}

void text_add_escaped(struct text *text, const char *bytes, size_t length_bytes, size_t columns_max)
{
    size_t columns = 0;
    for (size_t i = 0; i < length_bytes; i++) {
        uint8_t byte = (uint8_t)bytes[i];
        bool is_plain = byte >= 0x20 && byte <= 0x7E && byte != '\\';
        size_t wanted = is_plain ? 1 : 4;
        // One column stays free for the mark of a cut, unless this byte is the last one.
        size_t reserved = i + 1 < length_bytes ? 1 : 0;
        if (columns + wanted + reserved > columns_max) {
            text_add_byte(text, '~');
            return;
        }
        columns += wanted;
        if (is_plain) {
            text_add_byte(text, byte);
        } else {
            text_add(text, "\\x");
            text_add_byte(text, (uint8_t)hex_digit(byte / 16u));
            text_add_byte(text, (uint8_t)hex_digit(byte));
        }
    }
}

void text_add_escaped_string(struct text *text, const char *string)
{
    for (; *string != '\0'; string++) {
        text_add_escaped(text, string, 1, SIZE_MAX);
    }
}

void text_print(struct text *text, const char *format, const union text_value *value)
{
    for (; *format != '\0'; format++) {
        if (*format != '%') {
            text_add_byte(text, (uint8_t)*format);
            continue;
        }
        size_t columns = 0;
        for (format++; *format >= '0' && *format <= '9'; format++) {
            columns = columns * 10u + (size_t)(*format - '0');
        }
        if (*format == 't') {
            text_pad(text, columns);
            continue;
        }
        if (*format == 's') {
            columns += text->length_bytes;
            text_add(text, value->string);
            text_pad(text, columns);
        } else if (*format == 'x') {
            hex_add(text, (uint32_t)value->number, columns);
        } else {
            decimal_add(text, (uint32_t)value->number, columns);
        }
        value++;
    }
}

static void decimal_add(struct text *text, uint32_t value, size_t columns)
{
    char digits[DECIMAL_DIGITS_MAX];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + value % 10u);
        value /= 10u;
    } while (value != 0);
    for (size_t i = count; i < columns; i++) {
        text_add_byte(text, ' ');
    }
    while (count > 0) {
        text_add_byte(text, (uint8_t)digits[--count]);
    }
}

static void hex_add(struct text *text, uint32_t value, size_t digits)
{
    text_add(text, "0x");
    for (size_t place = HEX_DIGITS_MAX; place > 0; place--) {
        uint32_t rest = value >> (4u * (place - 1u));
        if (place <= digits || rest != 0 || place == 1) {
            text_add_byte(text, (uint8_t)hex_digit(rest));
        }
    }
}

const char *text_nth(const char *strings, size_t index)
{
    for (; index > 0; strings++) {
        if (*strings == '\0') {
            index--;
        }
    }
    return strings;
}

void text_pad(struct text *text, size_t columns)
{
    while (text->length_bytes < columns && text->length_bytes < text->capacity_bytes) {
        text_add_byte(text, ' ');
    }
}

void text_put_before(struct text *text, const char *string)
{
    size_t added = 0;
    while (string[added] != '\0' && added < text->capacity_bytes) {
        added++;
    }
    size_t kept = text->capacity_bytes - added;
    if (kept > text->length_bytes) {
        kept = text->length_bytes;
    }
    memmove(text->bytes + added, text->bytes, kept);
    memcpy(text->bytes, string, added);
    text->length_bytes = added + kept;
}

void text_drop_front(struct text *text, size_t length_bytes)
{
    size_t dropped = length_bytes < text->length_bytes ? length_bytes : text->length_bytes;
    text->length_bytes -= dropped;
    memmove(text->bytes, text->bytes + dropped, text->length_bytes);
}

bool text_ends_with(const struct text *text, uint8_t byte)
{
    return text->length_bytes > 0 && text->bytes[text->length_bytes - 1u] == byte;
}
