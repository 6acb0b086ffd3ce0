// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <lib/text.h>

#include <stdarg.h>

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
    if (text->length_bytes_ < text->capacity_bytes_) {
        text->bytes_[text->length_bytes_++] = byte;
    }
}

void text_add(struct text *text, const char *string)
{
    for (; string != NULL && *string != '\0'; string++) {
        text_add_byte(text, (uint8_t)*string);
    }
}

void text_add_bytes_(struct text *text, const uint8_t *bytes, size_t length_bytes)
{
    size_t room = text->capacity_bytes_ - text->length_bytes_;
    size_t count = length_bytes < room ? length_bytes : room;
    memcpy(text->bytes_ + text->length_bytes_, bytes, count);
    text->length_bytes_ += count;
}

void text_add_escaped_(struct text *text, const uint8_t *bytes, size_t length_bytes,
                       size_t columns_max)
{
    size_t columns = 0;
    for (size_t i = 0; i < length_bytes; i++) {
        uint8_t byte = bytes[i];
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
    for (; string != NULL && *string != '\0'; string++) {
        text_add_escaped_(text, (const uint8_t *)string, 1, SIZE_MAX);
    }
}

void text_print(struct text *text, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    for (; *format != '\0'; format++) {
        if (*format != '%') {
            text_add_byte(text, (uint8_t)*format);
            continue;
        }
        size_t columns = 0;
        for (format++; *format >= '0' && *format <= '9'; format++) {
            columns = columns * 10u + (size_t)(*format - '0');
        }
        // No value is taken for anything that compilers might not count as its place.
        if (*format == 's') {
            columns += text->length_bytes_;
            text_add(text, va_arg(values, const char *));
            text_pad(text, columns);
        } else if (*format == 'x') {
            hex_add(text, va_arg(values, unsigned), columns);
        } else if (*format == 'd') {
            decimal_add(text, va_arg(values, unsigned), columns);
        } else {
            break;
        }
    }
    va_end(values);
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

const char *text_nth_(const char *strings, size_t end, size_t index)
{
    size_t place = 0;
    for (; index > 0; place++) {
        if (strings[checked_index(place, end)] == '\0') {
            index--;
        }
    }
    return &strings[place];
}

size_t text_name_find_(const char *names, const uint8_t *typed, size_t typed_bytes,
                       bool is_prefix_enough)
{
    // Before the first name, which the first space begins, there is none.
    size_t index = TEXT_NO_NAME;
    size_t position = SIZE_MAX; // Likewise behind a byte that differs: nothing is typed there.
    // The zero byte at the end ends the last name.
    for (const char *name = names;; name++) {
        const char byte = position < typed_bytes ? (char)typed[position] : ' ';
        if (*name != ' ' && *name != '\0') {
            position = byte == *name ? position + 1 : SIZE_MAX;
            continue;
        }
        if (position != SIZE_MAX && (byte == ' ' || is_prefix_enough)) {
            return index;
        }
        if (*name == '\0') {
            return TEXT_NO_NAME;
        }
        index++;
        position = 0;
    }
}

void text_pad(struct text *text, size_t columns)
{
    while (text->length_bytes_ < columns && text->length_bytes_ < text->capacity_bytes_) {
        text_add_byte(text, ' ');
    }
}

void text_put_before_(struct text *text, const char *string)
{
    size_t added = 0;
    while (string[added] != '\0' && added < text->capacity_bytes_) {
        added++;
    }
    size_t kept = text->capacity_bytes_ - added;
    if (kept > text->length_bytes_) {
        kept = text->length_bytes_;
    }
    memmove(text->bytes_ + added, text->bytes_, kept);
    memcpy(text->bytes_, string, added);
    text->length_bytes_ = added + kept;
}

void text_end_line(struct text *text)
{
    const size_t length_max = text->capacity_bytes_ - 2u;
    if (text->length_bytes_ > length_max) {
        text->length_bytes_ = length_max;
    }
    text_add(text, "\r\n");
}
