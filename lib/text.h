// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Writes text into bytes that somebody else owns. trusted
 *
 * A text is made over an array, `struct text text = TEXT_IN(array)`, or over an area that a board
 * gives; it is empty then, and the functions below add to its end. What does not fit is left out,
 * so a text is never longer than its array. There is no terminating zero. A text is a view: a local
 * or a parameter, not kept and not returned. All functions: context any, time proportional to what
 * they add.
 *
 * A parameter of type `const char *` is constant text that ends with a zero byte: a string literal,
 * or a field that is marked as constant text.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lib/attributes.h>
#include <lib/checked_index.h>
#include <lib/span.h>

struct BORROWED text {
    uint8_t *bytes_; ///< borrow
    size_t capacity_bytes_;
    size_t length_bytes_; ///< never above capacity_bytes_
};

/// An empty text over an array of uint8_t.
#define TEXT_IN(array) ((struct text){.bytes_ = (array), .capacity_bytes_ = ARRAY_COUNT(array)})

/// A text over an area, which holds `length_bytes` bytes of text. Traps if there are not so many.
static ALWAYS_INLINE struct text area_text(const struct byte_area *area, size_t length_bytes)
{
    span_check_(0, length_bytes, area->capacity_bytes_);
    return (struct text){area->bytes_, area->capacity_bytes_, length_bytes};
}

/// An empty text that leaves the last bytes of an area alone. Traps if there are not so many.
static ALWAYS_INLINE struct text area_text_before(const struct byte_area *area, size_t left_bytes)
{
    span_check_(0, left_bytes, area->capacity_bytes_);
    return (struct text){area->bytes_, area->capacity_bytes_ - left_bytes, 0};
}

static ALWAYS_INLINE size_t text_length(const struct text *text)
{
    return text->length_bytes_;
}

/// What was added so far.
static ALWAYS_INLINE struct const_span text_span(const struct text *text)
{
    return (struct const_span){text->bytes_, text->length_bytes_};
}

static ALWAYS_INLINE void text_clear(struct text *text)
{
    text->length_bytes_ = 0;
}

void text_add_byte(struct text *text, uint8_t byte);

/// Adds a string; nothing for a null pointer.
void text_add(struct text *text, const char *string);

void text_add_bytes_(struct text *text, const uint8_t *bytes, size_t length_bytes);

static ALWAYS_INLINE void text_add_span(struct text *text, struct const_span bytes)
{
    text_add_bytes_(text, bytes.bytes_, bytes.length_bytes_);
}

/**
 * Adds bytes that may be anything: those outside 0x20..0x7E, and the backslash, appear as \xNN.
 *
 * @param columns_max  the most bytes to add; a text that needs more is cut and ends with `~`.
 */
static ALWAYS_INLINE void text_add_escaped(struct text *text, struct const_span bytes,
                                           size_t columns_max);

void text_add_escaped_(struct text *text, const uint8_t *bytes, size_t length_bytes,
                       size_t columns_max);

static ALWAYS_INLINE void text_add_escaped(struct text *text, struct const_span bytes,
                                           size_t columns_max)
{
    text_add_escaped_(text, bytes.bytes_, bytes.length_bytes_, columns_max);
}

/// The same for all of a string; nothing for a null pointer.
void text_add_escaped_string(struct text *text, const char *string);

/**
 * Adds a format in which up to 5 values have places: TEXT_PRINT(text, "%d of %s", 3, "x").
 *
 * %d stands for a decimal number, %Nd for one with spaces before it so that it takes N columns or
 * more; %x for "0x" and lower-case hexadecimal digits, %Nx for at least N digits; %s for a string,
 * %Ns for one with spaces behind it. N is one or two digits. Numbers have no sign. Compilers refuse
 * a format that is no literal, and values that do not go with their places.
 */
#define TEXT_PRINT(text, format, ...) text_print((text), (format), TEXT_VALUES_(__VA_ARGS__))

void text_print(struct text *text, const char *format, ...) PRINTS(2, 3);

#define TEXT_VALUES_(...) \
    TEXT_CHOOSE_(__VA_ARGS__, TEXT_5_, TEXT_4_, TEXT_3_, TEXT_2_, TEXT_1_, )(__VA_ARGS__)
#define TEXT_CHOOSE_(a, b, c, d, e, chosen, ...) chosen
#define TEXT_1_(a) \
    _Generic((a), char *: text_string_, const char *: text_string_, default: text_number_)(a)
#define TEXT_2_(a, ...) TEXT_1_(a), TEXT_1_(__VA_ARGS__)
#define TEXT_3_(a, ...) TEXT_1_(a), TEXT_2_(__VA_ARGS__)
#define TEXT_4_(a, ...) TEXT_1_(a), TEXT_3_(__VA_ARGS__)
#define TEXT_5_(a, ...) TEXT_1_(a), TEXT_4_(__VA_ARGS__)

static ALWAYS_INLINE const char *text_string_(const char *string)
{
    return string;
}

static ALWAYS_INLINE unsigned text_number_(uintptr_t number)
{
    return (unsigned)number;
}

/**
 * String number `index` of several in one constant array, each of which ends with a zero byte:
 * TEXT_NTH("red\0green\0blue", 1). Traps if there are not so many.
 */
#define TEXT_NTH(strings, index) text_nth_((strings), ARRAY_COUNT(strings) - 1u, (index))

/// `end` is the place of the last zero byte.
const char *text_nth_(const char *strings, size_t end, size_t index);

/**
 * Finds the name that `typed` begins with.
 *
 * @param names             of all, a space before each; null: there are none.
 * @param is_prefix_enough  more may follow the name at once; else its end or a space must.
 * @return the index of the name, or TEXT_NO_NAME.
 */
static ALWAYS_INLINE size_t text_name_find(const char *names, struct const_span typed,
                                           bool is_prefix_enough);

#define TEXT_NO_NAME SIZE_MAX

size_t text_name_find_(const char *names, const uint8_t *typed, size_t typed_bytes,
                       bool is_prefix_enough);

static ALWAYS_INLINE size_t text_name_find(const char *names, struct const_span typed,
                                           bool is_prefix_enough)
{
    return names == NULL
               ? TEXT_NO_NAME
               : text_name_find_(names, typed.bytes_, typed.length_bytes_, is_prefix_enough);
}

/// Adds spaces until the text has `columns` bytes or more.
void text_pad(struct text *text, size_t columns);

/// Moves what is there up and puts a short string literal before it; drops bytes from the end if
/// need be.
#define TEXT_PUT_BEFORE(text, string) text_put_before_((text), "" string)

void text_put_before_(struct text *text, const char *string);

/// Adds "\r\n"; drops bytes before it if need be.
void text_end_line(struct text *text);
