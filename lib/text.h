// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Writes text into a span of bytes that somebody else owns. trusted
 *
 * A `struct text` is made by naming the span: `{ .bytes = b, .capacity_bytes = n }`; the functions
 * below add to its end. What does not fit is left out, so a text is never longer than its span.
 * There is no terminating zero. All functions: context any, time proportional to what they add.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lib/attributes.h>

struct BORROWED text {
    uint8_t *bytes; ///< borrow
    size_t capacity_bytes;
    size_t length_bytes; ///< never above capacity_bytes
};

void text_add_byte(struct text *text, uint8_t byte);

/// Adds a string that ends with a zero byte; nothing for a null pointer.
void text_add(struct text *text, const char *string);

void text_add_bytes(struct text *text, const uint8_t *bytes, size_t length_bytes);

/**
 * Adds bytes that may be anything: those outside 0x20..0x7E, and the backslash, appear as \xNN.
 *
 * @param columns_max  the most bytes to add; a text that needs more is cut and ends with `~`.
 */
void text_add_escaped(struct text *text, const char *bytes, size_t length_bytes,
                      size_t columns_max);

/// The same for all of a string that ends with a zero byte.
void text_add_escaped_string(struct text *text, const char *string);

/// What stands for a place of a format.
union text_value {
    uintptr_t number;
    const char *string; ///< ends with a zero byte
};

/**
 * Adds a format in which values have places: TEXT_PRINT(text, "%d of %s", {3}, {.string = "x"}).
 *
 * %d stands for a decimal number, %Nd for one with spaces before it so that it takes N columns or
 * more; %x for "0x" and lower-case hexadecimal digits, %Nx for at least N digits; %s for a string,
 * %Ns for one with spaces behind it. %Nt has no value: spaces follow until the text has N columns.
 * N is one or two digits. There must be a value of the right kind for each place.
 */
#define TEXT_PRINT(text, format, ...) \
    text_print((text), (format), (const union text_value[]){__VA_ARGS__})

void text_print(struct text *text, const char *format, const union text_value *value);

/// String number `index` of several that each end with a zero byte; there must be as many.
const char *text_nth(const char *strings, size_t index);

/// Adds spaces until the text has `columns` bytes or more.
void text_pad(struct text *text, size_t columns);

/// Moves what is there up and puts a short string before it; drops bytes from the end if need be.
void text_put_before(struct text *text, const char *string);

/// Removes the first bytes (all, if there are fewer) and moves the rest to the front.
void text_drop_front(struct text *text, size_t length_bytes);

/// Says whether the last byte is `byte`; false for an empty text.
bool text_ends_with(const struct text *text, uint8_t byte);
