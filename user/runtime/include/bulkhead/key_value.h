// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Values under keys that outlast the board's power, by the driver of the capsule `key_value`. The
/// board's policy says which programs may keep some, and read or change those of others.
#pragma once

#include <bulkhead/system_call.h>
#include <stddef.h>
#include <string.h>

enum { BULKHEAD_KEY_VALUE_DRIVER = 0x50003 };
enum { BULKHEAD_KEY_VALUE_KEY_BYTES_MAX = 64, BULKHEAD_KEY_VALUE_BYTES_MAX = 479 };

enum bulkhead_key_value_command {
    BULKHEAD_KEY_VALUE_GET = 1,
    BULKHEAD_KEY_VALUE_SET = 2,
    BULKHEAD_KEY_VALUE_DELETE = 3,
    BULKHEAD_KEY_VALUE_ADD = 4,    ///< there is no such key yet
    BULKHEAD_KEY_VALUE_UPDATE = 5, ///< there is one
    BULKHEAD_KEY_VALUE_COLLECT = 6,
};

/// Does what a command says with the value that has been allowed, and waits for its end: an error,
/// and the length of a value that was asked for.
static inline struct bulkhead_upcall bulkhead_key_value_do_(enum bulkhead_key_value_command command,
                                                            const char *key)
{
    (void)bulkhead_allow_read_only(BULKHEAD_KEY_VALUE_DRIVER, 0, key, strlen(key));
    const enum error error =
        bulkhead_result_error(bulkhead_command(BULKHEAD_KEY_VALUE_DRIVER, (uint32_t)command, 0, 0));
    if (error != ERROR_NONE) {
        return (struct bulkhead_upcall){.value = {(uint32_t)error}};
    }
    return bulkhead_yield_wait_for(BULKHEAD_KEY_VALUE_DRIVER, 0);
}

/**
 * Stores a value.
 *
 * @param command  SET, ADD or UPDATE.
 * @return ERROR_NO_SUPPORT: there is (ADD) or is not (UPDATE) such a key, or the program may not
 *         change it; ERROR_SIZE: key or value are too long; ERROR_NO_MEMORY: the store is full;
 *         ERROR_INVALID: the program has no storage; ERROR_NO_DEVICE, ERROR_RESERVE, ERROR_FAILED.
 */
static inline enum error bulkhead_key_value_put(enum bulkhead_key_value_command command,
                                                const char *key, const void *value, size_t length)
{
    (void)bulkhead_allow_read_only(BULKHEAD_KEY_VALUE_DRIVER, 1, value, length);
    return (enum error)bulkhead_key_value_do_(command, key).value[0];
}

/// Reads a value. ERROR_NO_SUPPORT: there is none, or not for this program; ERROR_SIZE: it is
/// longer than `capacity`, and its beginning is there. *length is all of its length.
static inline enum error bulkhead_key_value_get(const char *key, void *value, size_t capacity,
                                                size_t *length)
{
    (void)bulkhead_allow_read_write(BULKHEAD_KEY_VALUE_DRIVER, 0, value, capacity);
    const struct bulkhead_upcall end = bulkhead_key_value_do_(BULKHEAD_KEY_VALUE_GET, key);
    (void)bulkhead_allow_read_write(BULKHEAD_KEY_VALUE_DRIVER, 0, NULL, 0);
    *length = end.value[1];
    return (enum error)end.value[0];
}

static inline enum error bulkhead_key_value_delete(const char *key)
{
    return (enum error)bulkhead_key_value_do_(BULKHEAD_KEY_VALUE_DELETE, key).value[0];
}
