// SPDX-License-Identifier: Apache-2.0 OR MIT
/// AES with keys of 128 bits.
#pragma once

#include <bulkhead/system_call.h>

enum { BULKHEAD_AES_DRIVER = 0x40006, BULKHEAD_AES_BLOCK_BYTES = 16 };
enum bulkhead_aes_command {
    BULKHEAD_AES_ALGORITHM = 1,
    BULKHEAD_AES_SET_UP = 2,
    BULKHEAD_AES_GO_ON = 3,
    BULKHEAD_AES_FINISH = 4,
};
enum bulkhead_aes_algorithm { BULKHEAD_AES_CTR = 0, BULKHEAD_AES_CBC = 1, BULKHEAD_AES_ECB = 2 };
enum bulkhead_aes_direction { BULKHEAD_AES_DECRYPT = 0, BULKHEAD_AES_ENCRYPT = 1 };
enum { BULKHEAD_AES_KEY = 0, BULKHEAD_AES_VECTOR = 1, BULKHEAD_AES_SOURCE = 2 };
enum { BULKHEAD_AES_DESTINATION = 0 };

/// A key, and what it is for.
struct bulkhead_aes {
    enum bulkhead_aes_algorithm algorithm;
    enum bulkhead_aes_direction direction;
    const uint8_t *key;    ///< of BULKHEAD_AES_BLOCK_BYTES bytes
    const uint8_t *vector; ///< likewise: the first vector or counter; not used by ECB
};

static inline enum error bulkhead_aes_run_(enum bulkhead_aes_command command, const void *from,
                                           void *to, size_t length)
{
    (void)bulkhead_allow_read_only(BULKHEAD_AES_DRIVER, BULKHEAD_AES_SOURCE, from, length);
    (void)bulkhead_allow_read_write(BULKHEAD_AES_DRIVER, BULKHEAD_AES_DESTINATION, to, length);
    enum error error =
        bulkhead_result_error(bulkhead_command(BULKHEAD_AES_DRIVER, (uint32_t)command, 0, 0));
    if (error == ERROR_NONE) {
        error = (enum error)bulkhead_yield_wait_for(BULKHEAD_AES_DRIVER, 0).value[0];
    }
    (void)bulkhead_allow_read_only(BULKHEAD_AES_DRIVER, BULKHEAD_AES_SOURCE, NULL, 0);
    (void)bulkhead_allow_read_write(BULKHEAD_AES_DRIVER, BULKHEAD_AES_DESTINATION, NULL, 0);
    return error;
}

/**
 * Sets a key up and ciphers bytes; the program waits. Upcall functions do not run meanwhile.
 *
 * @param to  has room for `length` bytes; may not be where `from` is.
 * @param length  whole blocks, or with CTR any number of 1 or more.
 * @return ERROR_NO_DEVICE: there is no engine. ERROR_INVALID: not whole blocks. ERROR_FAILED,
 *         ERROR_RESERVE: the request was ended.
 */
static inline enum error bulkhead_aes_start(const struct bulkhead_aes *aes, const void *from,
                                            void *to, size_t length)
{
    const enum error error =
        bulkhead_result_error(bulkhead_command(BULKHEAD_AES_DRIVER, BULKHEAD_AES_ALGORITHM,
                                               (uint32_t)aes->algorithm, (uint32_t)aes->direction));
    if (error != ERROR_NONE) {
        return error;
    }
    (void)bulkhead_allow_read_only(BULKHEAD_AES_DRIVER, BULKHEAD_AES_KEY, aes->key,
                                   BULKHEAD_AES_BLOCK_BYTES);
    (void)bulkhead_allow_read_only(BULKHEAD_AES_DRIVER, BULKHEAD_AES_VECTOR, aes->vector,
                                   aes->vector != NULL ? BULKHEAD_AES_BLOCK_BYTES : 0);
    return bulkhead_aes_run_(BULKHEAD_AES_SET_UP, from, to, length);
}

/// Ciphers more bytes, as if they stood behind those before. As bulkhead_aes_start(); ERROR_OFF:
/// there is no key, also after an error.
static inline enum error bulkhead_aes_go_on(const void *from, void *to, size_t length)
{
    return bulkhead_aes_run_(BULKHEAD_AES_GO_ON, from, to, length);
}

/// Has the key forgotten. ERROR_OFF: there is none.
static inline enum error bulkhead_aes_finish(void)
{
    return bulkhead_result_error(bulkhead_command(BULKHEAD_AES_DRIVER, BULKHEAD_AES_FINISH, 0, 0));
}
