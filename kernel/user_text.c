// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "user_text.h"

#include <lib/memory.h>

enum { PORTION_BYTES_MAX = 32 }; // What is copied before a zero is looked for.

static struct user_address address_behind(struct user_address address, size_t offset)
{
    return user_address_from_word(user_address_to_word(address) + offset);
}

/// Copies the next bytes, as many as the process has of a portion at most.
static enum error portion_copy(struct process *process, char *to, struct user_address address,
                               size_t wanted, size_t *copied)
{
    const size_t there = user_extent(process, address, USER_READ);
    size_t bytes = wanted < PORTION_BYTES_MAX ? wanted : PORTION_BYTES_MAX;
    bytes = bytes < there ? bytes : there;
    *copied = 0;
    return bytes == 0 ? ERROR_FAULT
                      : user_copy_in(process, to, (struct user_range){address, bytes}, copied);
}

enum error user_copy_string(struct process *process, char *to, struct user_address address,
                            size_t capacity, size_t *length)
{
    *length = 0;
    if (capacity == 0 || capacity > USER_COPY_BYTES_MAX) {
        return ERROR_SIZE;
    }
    size_t end = 0; // Of what arrived.
    enum error error = ERROR_NONE;
    while (error == ERROR_NONE && end < capacity) {
        size_t copied UNINITIALISED;
        error =
            portion_copy(process, &to[end], address_behind(address, end), capacity - end, &copied);
        end += copied;
        while (*length < end) {
            if (to[*length] == '\0') {
                return ERROR_NONE;
            }
            ++*length;
        }
    }
    if (error == ERROR_NONE) {
        --*length;
        error = ERROR_SIZE;
    }
    to[*length] = '\0';
    return error;
}

/// Bytes of the well-formed sequence that the bytes begin with, which end with a zero; 0: none. No
/// byte behind one that is wrong is looked at. Source: Unicode 15.0, table 3-7.
static size_t sequence_bytes(const uint8_t *at)
{
    const uint8_t first = at[0];
    size_t bytes = 1;
    // What the second byte must be keeps out overlong forms, surrogates and what is too high.
    uint8_t least = 0x80;
    uint8_t most = 0xBF;
    if (first >= 0xF0) {
        bytes = 4;
        least = first == 0xF0 ? 0x90 : least;
        most = first == 0xF4 ? 0x8F : most;
    } else if (first >= 0xE0) {
        bytes = 3;
        least = first == 0xE0 ? 0xA0 : least;
        most = first == 0xED ? 0x9F : most;
    } else if (first >= 0x80) {
        bytes = 2;
    }
    if ((first >= 0x80 && first < 0xC2) || first > 0xF4) {
        return 0;
    }
    for (size_t i = 1; i < bytes; i++) {
        if (at[i] < least || at[i] > most) {
            return 0;
        }
        least = 0x80;
        most = 0xBF;
    }
    return bytes;
}

enum error user_copy_text(struct process *process, char *to, struct user_address address,
                          size_t capacity, size_t *length)
{
    enum error error = user_copy_string(process, to, address, capacity, length);
    for (size_t i = 0; error == ERROR_NONE && i < *length;) {
        const size_t bytes = sequence_bytes((const uint8_t *)&to[i]);
        i += bytes;
        error = bytes == 0 ? ERROR_TEXT : ERROR_NONE;
    }
    return error;
}

enum error user_copy_addresses(struct process *process, struct user_address to[],
                               struct user_address address, size_t capacity, size_t *count)
{
    *count = 0;
    uint32_t word UNINITIALISED;
    if (capacity == 0 || capacity > USER_COPY_BYTES_MAX / sizeof word) {
        return ERROR_SIZE;
    }
    memory_clear(to, capacity * sizeof to[0]);
    for (;;) {
        enum error error =
            user_load_32(process, address_behind(address, *count * sizeof word), &word);
        if (error != ERROR_NONE || word == 0) {
            return error;
        }
        if (*count + 1 == capacity) {
            return ERROR_SIZE;
        }
        to[*count] = user_address_from_word(word);
        ++*count;
    }
}
