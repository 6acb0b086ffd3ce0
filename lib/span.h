// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Views of bytes that somebody else owns. trusted
 *
 * A span is made from an array, whose size is taken from its type, so it never shows a byte beside
 * the array:
 *
 *     struct span all = SPAN_IN(line);
 *     enum error error = lease_read(&client->text, SPAN_PART(line, kept, count));
 *
 * A place outside of the array or of the span traps; in a capsule this stops the capsule. Views are
 * locals and parameters: they are not kept, and not returned. The fields are for trusted code.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lib/attributes.h>
#include <lib/checked_index.h>

/// Bytes that may be written.
struct BORROWED span {
    uint8_t *bytes_;
    size_t length_bytes_;
};

/// Bytes that may be read.
struct BORROWED const_span {
    const uint8_t *bytes_;
    size_t length_bytes_;
};

/// Bytes that a board gives a capsule, as a constant.
struct STATIC_ONLY byte_area {
    uint8_t *bytes_;
    size_t capacity_bytes_;
};

/// Initialiser of a struct byte_area that is all of an array.
#define BYTE_AREA(array) {.bytes_ = (array), .capacity_bytes_ = ARRAY_COUNT(array)}

/// All bytes of an array of uint8_t.
#define SPAN_IN(array) ((struct span){(array), ARRAY_COUNT(array)})
#define CONST_SPAN_IN(array) ((struct const_span){(array), ARRAY_COUNT(array)})

/// `count` bytes of an array of uint8_t from `first` on.
#define SPAN_PART(array, first, count) span_part(SPAN_IN(array), (first), (count))
#define CONST_SPAN_PART(array, first, count) const_span_part(CONST_SPAN_IN(array), (first), (count))

/// One variable of type uint8_t.
#define CONST_SPAN_OF_BYTE(variable) ((struct const_span){&(variable), 1})

/// Bytes of constant text: a string literal without the zero byte at its end.
#define CONST_SPAN_OF_TEXT(literal) \
    ((struct const_span){(const uint8_t *)("" literal ""), sizeof(literal) - 1u})

/// Traps unless [first, first + count) lies within `length`.
static ALWAYS_INLINE void span_check_(size_t first, size_t count, size_t length)
{
    if (first > length || count > length - first) {
        __builtin_trap();
    }
}

static ALWAYS_INLINE struct span span_part(struct span span, size_t first, size_t count)
{
    span_check_(first, count, span.length_bytes_);
    return (struct span){span.bytes_ + first, count};
}

static ALWAYS_INLINE struct const_span const_span_part(struct const_span span, size_t first,
                                                       size_t count)
{
    span_check_(first, count, span.length_bytes_);
    return (struct const_span){span.bytes_ + first, count};
}

/// All from `first` on.
static ALWAYS_INLINE struct const_span const_span_rest(struct const_span span, size_t first)
{
    return const_span_part(span, first, span.length_bytes_ - first);
}

static ALWAYS_INLINE struct const_span area_part(const struct byte_area *area, size_t first,
                                                 size_t count)
{
    span_check_(first, count, area->capacity_bytes_);
    return (struct const_span){area->bytes_ + first, count};
}

static ALWAYS_INLINE struct const_span span_read_only(struct span span)
{
    return (struct const_span){span.bytes_, span.length_bytes_};
}

static ALWAYS_INLINE size_t span_length(struct span span)
{
    return span.length_bytes_;
}

static ALWAYS_INLINE size_t const_span_length(struct const_span span)
{
    return span.length_bytes_;
}

/// The length of the span that a pointer shows.
static ALWAYS_INLINE size_t const_span_length_at(const struct const_span *span)
{
    return span->length_bytes_;
}

static ALWAYS_INLINE uint8_t const_span_byte(struct const_span span, size_t index)
{
    return span.bytes_[checked_index(index, span.length_bytes_)];
}

static ALWAYS_INLINE void span_byte_set(struct span span, size_t index, uint8_t byte)
{
    span.bytes_[checked_index(index, span.length_bytes_)] = byte;
}

/// Says whether the last byte is `byte`; false for no bytes.
static ALWAYS_INLINE bool const_span_ends_with(struct const_span span, uint8_t byte)
{
    return span.length_bytes_ > 0 && span.bytes_[span.length_bytes_ - 1u] == byte;
}

/// Moves the bytes from `first` on to the start. `first` may be the length.
static ALWAYS_INLINE void span_move_down(struct span span, size_t first)
{
    span_check_(first, 0, span.length_bytes_);
    __builtin_memmove(span.bytes_, span.bytes_ + first, span.length_bytes_ - first);
}

/// Copies as many bytes as both have; they may overlap. Returns how many.
static ALWAYS_INLINE size_t span_copy(struct span to, struct const_span from)
{
    const size_t count =
        from.length_bytes_ < to.length_bytes_ ? from.length_bytes_ : to.length_bytes_;
    __builtin_memmove(to.bytes_, from.bytes_, count);
    return count;
}
