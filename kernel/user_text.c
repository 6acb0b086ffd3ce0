// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "user_text.h"

#include <lib/memory.h>

#include "utf8.h"

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

enum error user_copy_text(struct process *process, char *to, struct user_address address,
                          size_t capacity, size_t *length)
{
    const enum error error = user_copy_string(process, to, address, capacity, length);
    struct utf8_check check = {0};
    bool is_text = true;
    for (size_t i = 0; i < *length; i++) {
        is_text = utf8_check_byte(&check, (uint8_t)to[i]) && is_text;
    }
    const bool is_whole = is_text && utf8_check_end(&check);
    return error == ERROR_NONE && !is_whole ? ERROR_TEXT : error;
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
