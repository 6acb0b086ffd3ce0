// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The region of bytes that all programs of the board share and that outlast its power, by the
/// driver of the capsule `nonvolatile_storage`.
#pragma once

#include <bulkhead/system_call.h>
#include <stddef.h>

enum { BULKHEAD_NONVOLATILE_STORAGE_DRIVER = 0x50001 };
enum {
    BULKHEAD_NONVOLATILE_STORAGE_SIZE = 1,
    BULKHEAD_NONVOLATILE_STORAGE_READ = 2,
    BULKHEAD_NONVOLATILE_STORAGE_WRITE = 3,
};

/// How many bytes there are; 0 without the driver.
static inline uint32_t bulkhead_nonvolatile_storage_size(void)
{
    const struct bulkhead_result result = bulkhead_command(BULKHEAD_NONVOLATILE_STORAGE_DRIVER,
                                                           BULKHEAD_NONVOLATILE_STORAGE_SIZE, 0, 0);
    return bulkhead_result_is_success(result) ? result.value[0] : 0;
}

/// What has been allowed is read or written, and waited for.
static inline enum error bulkhead_nonvolatile_storage_do_(uint32_t command, uint32_t upcall,
                                                          uint32_t offset, size_t length)
{
    const enum error error = bulkhead_result_error(
        bulkhead_command(BULKHEAD_NONVOLATILE_STORAGE_DRIVER, command, offset, (uint32_t)length));
    if (error != ERROR_NONE) {
        return error;
    }
    return (enum error)bulkhead_yield_wait_for(BULKHEAD_NONVOLATILE_STORAGE_DRIVER, upcall)
        .value[2];
}

/**
 * Reads bytes, and waits until they are there.
 *
 * @return ERROR_INVALID: they do not lie in the region; ERROR_NO_DEVICE: there is none;
 *         ERROR_RESERVE: the driver was restarted meanwhile; ERROR_FAILED: the device failed.
 */
static inline enum error bulkhead_nonvolatile_storage_read(uint32_t offset, void *bytes,
                                                           size_t length)
{
    (void)bulkhead_allow_read_write(BULKHEAD_NONVOLATILE_STORAGE_DRIVER, 0, bytes, length);
    const enum error error =
        bulkhead_nonvolatile_storage_do_(BULKHEAD_NONVOLATILE_STORAGE_READ, 0, offset, length);
    (void)bulkhead_allow_read_write(BULKHEAD_NONVOLATILE_STORAGE_DRIVER, 0, NULL, 0);
    return error;
}

/// Writes bytes, and waits until they last. Errors as above; then a part may be written.
static inline enum error bulkhead_nonvolatile_storage_write(uint32_t offset, const void *bytes,
                                                            size_t length)
{
    (void)bulkhead_allow_read_only(BULKHEAD_NONVOLATILE_STORAGE_DRIVER, 0, bytes, length);
    const enum error error =
        bulkhead_nonvolatile_storage_do_(BULKHEAD_NONVOLATILE_STORAGE_WRITE, 1, offset, length);
    (void)bulkhead_allow_read_only(BULKHEAD_NONVOLATILE_STORAGE_DRIVER, 0, NULL, 0);
    return error;
}
