// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "user_pointer.h"

#include <lib/checked.h>
#include <lib/memory.h>

static bool is_sound(struct user_address address, size_t alignment)
{
    return !user_pointer_is_null_(address) && user_address_to_word(address) % alignment == 0;
}

enum error user_array_in_(struct process *process, void *to, struct user_address from, size_t count,
                          size_t bytes_each, size_t alignment)
{
    uintptr_t bytes;
    size_t copied;
    if (!checked_multiply(count, bytes_each, &bytes) || bytes > USER_COPY_BYTES_MAX) {
        return ERROR_SIZE;
    }
    if (bytes != 0 && !is_sound(from, alignment)) {
        memory_clear(to, bytes);
        return ERROR_FAULT;
    }
    return user_copy_in_(process, to, from, bytes, &copied);
}

enum error user_array_out_(struct process *process, const void *from, struct user_address to,
                           size_t count, size_t bytes_each, size_t alignment)
{
    uintptr_t bytes;
    size_t copied;
    if (!checked_multiply(count, bytes_each, &bytes) || bytes > USER_COPY_BYTES_MAX) {
        return ERROR_SIZE;
    }
    if (bytes != 0 && !is_sound(to, alignment)) {
        return ERROR_FAULT;
    }
    return user_copy_out_(process, from, to, bytes, &copied);
}
