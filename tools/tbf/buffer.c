// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "status.h"

static void invariant(bool holds, const char *text);
static void buffer_reserve(struct buffer *buffer, size_t more_bytes);
static void buffer_integer(struct buffer *buffer, uint64_t value, size_t size_bytes);

static uint64_t integer_read(struct bytes bytes, size_t offset, size_t size_bytes)
{
    invariant(range_is_inside(offset, size_bytes, bytes.length), "read outside a view");
    uint64_t value = 0;
    for (size_t index = 0; index < size_bytes; index++) {
        value |= (uint64_t)bytes.data[offset + index] << (8 * index);
    }
    return value;
}

uint16_t bytes_u16(struct bytes bytes, size_t offset)
{
    return (uint16_t)integer_read(bytes, offset, sizeof(uint16_t));
}

uint32_t bytes_u32(struct bytes bytes, size_t offset)
{
    return (uint32_t)integer_read(bytes, offset, sizeof(uint32_t));
}

uint64_t bytes_u64(struct bytes bytes, size_t offset)
{
    return integer_read(bytes, offset, sizeof(uint64_t));
}

bool range_is_inside(uint64_t offset, uint64_t length, uint64_t size)
{
    return offset <= size && length <= size - offset;
}

struct bytes bytes_slice(struct bytes bytes, size_t offset, size_t length)
{
    invariant(range_is_inside(offset, length, bytes.length), "slice outside a view");
    if (length == 0) {
        return (struct bytes){NULL, 0};
    }
    return (struct bytes){bytes.data + offset, length};
}

bool bytes_are_all(struct bytes bytes, uint8_t value)
{
    for (size_t index = 0; index < bytes.length; index++) {
        if (bytes.data[index] != value) {
            return false;
        }
    }
    return true;
}

bool bytes_are_equal(struct bytes left, struct bytes right)
{
    return left.length == right.length &&
           (left.length == 0 || memcmp(left.data, right.data, left.length) == 0);
}

struct bytes bytes_from_string(const char *string)
{
    return (struct bytes){(const uint8_t *)string, strlen(string)};
}

void buffer_append(struct buffer *buffer, struct bytes bytes)
{
    if (bytes.length == 0) {
        return;
    }
    buffer_reserve(buffer, bytes.length);
    memcpy(buffer->data + buffer->length, bytes.data, bytes.length);
    buffer->length += bytes.length;
}

void buffer_fill(struct buffer *buffer, size_t count, uint8_t value)
{
    if (count == 0) {
        return;
    }
    buffer_reserve(buffer, count);
    memset(buffer->data + buffer->length, value, count);
    buffer->length += count;
}

void buffer_u16(struct buffer *buffer, uint16_t value)
{
    buffer_integer(buffer, value, sizeof(value));
}

void buffer_u32(struct buffer *buffer, uint32_t value)
{
    buffer_integer(buffer, value, sizeof(value));
}

void buffer_u64(struct buffer *buffer, uint64_t value)
{
    buffer_integer(buffer, value, sizeof(value));
}

void buffer_print(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_print_list(buffer, format, arguments);
    va_end(arguments);
}

void buffer_print_list(struct buffer *buffer, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    invariant(length >= 0, "text that cannot be formatted");

    // The terminator is written into the capacity, not counted in the length.
    size_t text_bytes = (size_t)length;
    buffer_reserve(buffer, text_bytes + 1);
    vsnprintf((char *)buffer->data + buffer->length, text_bytes + 1, format, arguments);
    buffer->length += text_bytes;
}

void buffer_overwrite(struct buffer *buffer, size_t offset, struct bytes bytes)
{
    invariant(range_is_inside(offset, bytes.length, buffer->length), "write outside a buffer");
    if (bytes.length != 0) {
        memcpy(buffer->data + offset, bytes.data, bytes.length);
    }
}

void buffer_overwrite_u32(struct buffer *buffer, size_t offset, uint32_t value)
{
    const uint8_t bytes[] = {
        (uint8_t)value,
        (uint8_t)(value >> 8),
        (uint8_t)(value >> 16),
        (uint8_t)(value >> 24),
    };
    buffer_overwrite(buffer, offset, (struct bytes){bytes, sizeof(bytes)});
}

struct bytes buffer_bytes(const struct buffer *buffer)
{
    return (struct bytes){buffer->data, buffer->length};
}

const char *buffer_string(struct buffer *buffer)
{
    buffer_reserve(buffer, 1);
    buffer->data[buffer->length] = 0;
    return (const char *)buffer->data;
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

static void invariant(bool holds, const char *text)
{
    if (!holds) {
        fprintf(stderr, "tbf: internal error: %s\n", text);
        abort();
    }
}

static void buffer_reserve(struct buffer *buffer, size_t more_bytes)
{
    if (more_bytes <= buffer->capacity - buffer->length) {
        return;
    }
    if (more_bytes > SIZE_MAX / 2 - buffer->length) {
        status_out_of_memory();
    }
    size_t needed = buffer->length + more_bytes;
    size_t capacity = buffer->capacity > SIZE_MAX / 4 ? needed : buffer->capacity * 2;
    if (capacity < needed) {
        capacity = needed;
    }
    uint8_t *data = realloc(buffer->data, capacity);
    if (data == NULL) {
        status_out_of_memory();
    }
    buffer->data = data;
    buffer->capacity = capacity;
}

static void buffer_integer(struct buffer *buffer, uint64_t value, size_t size_bytes)
{
    for (size_t index = 0; index < size_bytes; index++) {
        buffer_fill(buffer, 1, (uint8_t)(value >> (8 * index)));
    }
}
