// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A region of bytes that is the program's own and that outlasts the board's power, by the driver
/// of the capsule `isolated_storage`. The board's policy says which programs have one.
#pragma once

#include <bulkhead/system_call.h>
#include <stddef.h>

enum { BULKHEAD_ISOLATED_STORAGE_DRIVER = 0x50004 };
enum {
    BULKHEAD_ISOLATED_STORAGE_SIZE = 1,
    BULKHEAD_ISOLATED_STORAGE_READ = 2,
    BULKHEAD_ISOLATED_STORAGE_WRITE = 3,
};

/// Does what a command says with what has been allowed, and waits for its end: an error, and a
/// number of bytes.
static inline struct bulkhead_upcall bulkhead_isolated_storage_do_(uint32_t command,
                                                                   uint32_t offset)
{
    const enum error error = bulkhead_result_error(
        bulkhead_command(BULKHEAD_ISOLATED_STORAGE_DRIVER, command, offset, 0));
    if (error != ERROR_NONE) {
        return (struct bulkhead_upcall){.value = {(uint32_t)error}};
    }
    return bulkhead_yield_wait_for(BULKHEAD_ISOLATED_STORAGE_DRIVER, command - 1);
}

/// How many bytes the region has; 0: the program has none.
static inline uint32_t bulkhead_isolated_storage_size(void)
{
    const struct bulkhead_upcall end =
        bulkhead_isolated_storage_do_(BULKHEAD_ISOLATED_STORAGE_SIZE, 0);
    return end.value[0] == ERROR_NONE ? end.value[1] : 0;
}

/**
 * Reads bytes, and waits until they are there.
 *
 * @return ERROR_INVALID: they do not lie in the region; ERROR_NO_SUPPORT: the program has none;
 *         ERROR_NO_DEVICE: the board has none now; ERROR_NO_MEMORY: there is no room for another
 *         region; ERROR_RESERVE: the driver was restarted; ERROR_FAILED: the device failed.
 */
static inline enum error bulkhead_isolated_storage_read(uint32_t offset, void *bytes, size_t length)
{
    (void)bulkhead_allow_read_write(BULKHEAD_ISOLATED_STORAGE_DRIVER, 0, bytes, length);
    const struct bulkhead_upcall end =
        bulkhead_isolated_storage_do_(BULKHEAD_ISOLATED_STORAGE_READ, offset);
    (void)bulkhead_allow_read_write(BULKHEAD_ISOLATED_STORAGE_DRIVER, 0, NULL, 0);
    return (enum error)end.value[0];
}

/// Writes bytes, and waits until they last. Errors as above; then a part may be written.
static inline enum error bulkhead_isolated_storage_write(uint32_t offset, const void *bytes,
                                                         size_t length)
{
    (void)bulkhead_allow_read_only(BULKHEAD_ISOLATED_STORAGE_DRIVER, 0, bytes, length);
    const struct bulkhead_upcall end =
        bulkhead_isolated_storage_do_(BULKHEAD_ISOLATED_STORAGE_WRITE, offset);
    (void)bulkhead_allow_read_only(BULKHEAD_ISOLATED_STORAGE_DRIVER, 0, NULL, 0);
    return (enum error)end.value[0];
}
