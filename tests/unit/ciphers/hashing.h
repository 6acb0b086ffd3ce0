// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A hash function that may fail, for the tests of those who use one.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <capsules/sha256/sha256.h>

/// Calls of the function that still work; it is out of service behind them.
static unsigned hashing_calls_left;

static inline enum error hashing_start(struct digest *digest)
{
    if (hashing_calls_left == 0) {
        return ERROR_FAILED;
    }
    hashing_calls_left--;
    sha256_start(digest);
    return ERROR_NONE;
}

static inline enum error hashing_go_on(struct digest *digest)
{
    if (hashing_calls_left == 0) {
        return ERROR_FAILED;
    }
    hashing_calls_left--;
    return sha256_go_on(digest);
}

/// Bytes that look like anything.
static inline void hashing_pattern(uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (uint8_t)(i * i * 7 + i / 3);
    }
}
