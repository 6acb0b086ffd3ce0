// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Bytes: borrowed views with little-endian reads, and buffers that grow.
 *
 * A `struct bytes` is a view of bytes that somebody else owns. A `struct buffer` owns its bytes;
 * all-zero is an empty buffer, buffer_free() ends it. Growing never fails: without memory the tool
 * ends. A view of a buffer is valid until the buffer grows or is freed.
 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    const uint8_t *data; ///< may be null when length is 0
    size_t length;
};

struct buffer {
    uint8_t *data;
    size_t length;
    size_t capacity; ///< length <= capacity
};

/**
 * Reads an unsigned little-endian integer.
 *
 * @param offset  the caller has checked that the integer lies inside the view; a read outside
 *                ends the tool with a message (abort), it never touches foreign memory.
 */
uint16_t bytes_u16(struct bytes bytes, size_t offset);
uint32_t bytes_u32(struct bytes bytes, size_t offset);
uint64_t bytes_u64(struct bytes bytes, size_t offset);

/** Says whether `length` bytes at `offset` lie inside `size` bytes, without overflow. */
bool range_is_inside(uint64_t offset, uint64_t length, uint64_t size);

/** Gives the part of a view; the caller has checked it with range_is_inside(). */
struct bytes bytes_slice(struct bytes bytes, size_t offset, size_t length);

/** Says whether every byte of the view has the given value. */
bool bytes_are_all(struct bytes bytes, uint8_t value);

/** Says whether two views hold the same bytes. */
bool bytes_are_equal(struct bytes left, struct bytes right);

/** Gives the view of a string without its terminator. */
struct bytes bytes_from_string(const char *string);

/** Appends: copied bytes, a run of one value, a little-endian integer, formatted text. */
void buffer_append(struct buffer *buffer, struct bytes bytes);
void buffer_fill(struct buffer *buffer, size_t count, uint8_t value);
void buffer_u16(struct buffer *buffer, uint16_t value);
void buffer_u32(struct buffer *buffer, uint32_t value);
void buffer_u64(struct buffer *buffer, uint64_t value);
void buffer_print(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_print_list(struct buffer *buffer, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/** Overwrites bytes that are already there; a range outside ends the tool (abort). */
void buffer_overwrite(struct buffer *buffer, size_t offset, struct bytes bytes);
void buffer_overwrite_u32(struct buffer *buffer, size_t offset, uint32_t value);

/** Gives a view of all bytes. */
struct bytes buffer_bytes(const struct buffer *buffer);

/** Gives the bytes as a terminated string; the terminator is not part of the length. */
const char *buffer_string(struct buffer *buffer);

/** Frees the bytes and leaves an empty buffer. */
void buffer_free(struct buffer *buffer);
