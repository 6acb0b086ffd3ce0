// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Digests of bytes, and codes by which who has a key knows that bytes are as they were. In all of
/// these the program waits; upcall functions do not run meanwhile.
#pragma once

#include <bulkhead/system_call.h>

enum { BULKHEAD_SHA_DRIVER = 0x40005, BULKHEAD_HMAC_DRIVER = 0x40003 };
enum { BULKHEAD_SHA_256_BYTES = 32 };
enum bulkhead_hmac_command {
    BULKHEAD_HMAC_ALGORITHM = 0,
    BULKHEAD_HMAC_RUN = 1,
    BULKHEAD_HMAC_UPDATE = 2,
    BULKHEAD_HMAC_FINISH = 3,
    BULKHEAD_HMAC_VERIFY = 4,
    BULKHEAD_HMAC_VERIFY_FINISH = 5,
};
enum { BULKHEAD_HMAC_KEY = 0, BULKHEAD_HMAC_BYTES = 1, BULKHEAD_HMAC_CODE = 2 };

/**
 * Makes the SHA-256 of bytes.
 *
 * @param digest  has room for BULKHEAD_SHA_256_BYTES bytes.
 * @return ERROR_NO_DEVICE: the board has no such driver. ERROR_FAILED, ERROR_RESERVE: the request
 *         was ended.
 */
static inline enum error bulkhead_sha_256(const void *bytes, size_t length, uint8_t *digest)
{
    (void)bulkhead_allow_read_only(BULKHEAD_SHA_DRIVER, 0, bytes, length);
    (void)bulkhead_allow_read_write(BULKHEAD_SHA_DRIVER, 0, digest, BULKHEAD_SHA_256_BYTES);
    enum error error = bulkhead_result_error(bulkhead_command(BULKHEAD_SHA_DRIVER, 2, 0, 0));
    if (error == ERROR_NONE) {
        error = (enum error)bulkhead_yield_wait_for(BULKHEAD_SHA_DRIVER, 0).value[0];
    }
    (void)bulkhead_allow_read_only(BULKHEAD_SHA_DRIVER, 0, NULL, 0);
    (void)bulkhead_allow_read_write(BULKHEAD_SHA_DRIVER, 0, NULL, 0);
    return error;
}

/// What a request is about: a key of 1 byte or more, and 1 byte or more.
struct bulkhead_hmac {
    const void *key;
    size_t key_bytes;
    const void *bytes;
    size_t length_bytes;
};

static inline enum error bulkhead_hmac_prepare_(const struct bulkhead_hmac *hmac)
{
    (void)bulkhead_allow_read_only(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_KEY, hmac->key,
                                   hmac->key_bytes);
    (void)bulkhead_allow_read_only(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_BYTES, hmac->bytes,
                                   hmac->length_bytes);
    return bulkhead_result_error(
        bulkhead_command(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_ALGORITHM, 0, 0));
}

/// Takes the buffers back that a request had.
static inline void bulkhead_hmac_end_(void)
{
    (void)bulkhead_allow_read_only(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_KEY, NULL, 0);
    (void)bulkhead_allow_read_only(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_BYTES, NULL, 0);
    (void)bulkhead_allow_read_only(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_CODE, NULL, 0);
    (void)bulkhead_allow_read_write(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_CODE, NULL, 0);
}

/**
 * Makes the HMAC with SHA-256 of bytes.
 *
 * @param code  has room for BULKHEAD_SHA_256_BYTES bytes.
 * @return as bulkhead_sha_256(). ERROR_RESERVE: also without a key, or without bytes.
 */
static inline enum error bulkhead_hmac_sha_256(const struct bulkhead_hmac *hmac, uint8_t *code)
{
    enum error error = bulkhead_hmac_prepare_(hmac);
    (void)bulkhead_allow_read_write(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_CODE, code,
                                    BULKHEAD_SHA_256_BYTES);
    if (error == ERROR_NONE) {
        error =
            bulkhead_result_error(bulkhead_command(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_RUN, 0, 0));
    }
    if (error == ERROR_NONE) {
        error = (enum error)bulkhead_yield_wait_for(BULKHEAD_HMAC_DRIVER, 0).value[0];
    }
    bulkhead_hmac_end_();
    return error;
}

/**
 * Says whether a code of BULKHEAD_SHA_256_BYTES bytes is the HMAC with SHA-256 of bytes. That takes
 * as long for a wrong one as for the right one.
 *
 * @return ERROR_NONE: it is. ERROR_INVALID: it is not. Else as bulkhead_hmac_sha_256().
 */
static inline enum error bulkhead_hmac_sha_256_verify(const struct bulkhead_hmac *hmac,
                                                      const uint8_t *code)
{
    enum error error = bulkhead_hmac_prepare_(hmac);
    (void)bulkhead_allow_read_only(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_CODE, code,
                                   BULKHEAD_SHA_256_BYTES);
    if (error == ERROR_NONE) {
        error = bulkhead_result_error(
            bulkhead_command(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_VERIFY, 0, 0));
    }
    if (error == ERROR_NONE) {
        const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(BULKHEAD_HMAC_DRIVER, 1);
        error = (enum error)upcall.value[0];
        error = error == ERROR_NONE && upcall.value[1] != 1 ? ERROR_INVALID : error;
    }
    bulkhead_hmac_end_();
    return error;
}
