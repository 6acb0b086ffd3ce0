// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Common to the programs that ask the board's source of random bytes. Run by test_entropy.py.
#pragma once

#include <bulkhead/alarm.h>
#include <string.h>

#include "check.h"

enum { ENTROPY_TEST_DRIVER = 0xF0004 };
enum { COMMAND_REQUEST = 1, COMMAND_RESULT = 2, COMMAND_CANCEL = 3, COMMAND_BYTE = 4 };
enum { BUFFER_BYTES = 64, WAITS_MAX = 1000 };

static inline struct bulkhead_result request(uint32_t bytes)
{
    return bulkhead_command(ENTROPY_TEST_DRIVER, COMMAND_REQUEST, bytes, 0);
}

/// Waits for the end of the request.
static inline struct bulkhead_result result(void)
{
    struct bulkhead_result answer;
    for (unsigned i = 0; i < WAITS_MAX; i++) {
        answer = bulkhead_command(ENTROPY_TEST_DRIVER, COMMAND_RESULT, 0, 0);
        if (answer.variant != VARIANT_FAILURE || answer.value[0] != ERROR_BUSY) {
            break;
        }
        bulkhead_sleep_ms(1);
    }
    return answer;
}

static inline bool bytes_read(uint8_t bytes[BUFFER_BYTES])
{
    for (uint32_t i = 0; i < BUFFER_BYTES; i++) {
        const struct bulkhead_result answer =
            bulkhead_command(ENTROPY_TEST_DRIVER, COMMAND_BYTE, i, 0);
        if (answer.variant != VARIANT_SUCCESS_U32) {
            return false;
        }
        bytes[i] = (uint8_t)answer.value[0];
    }
    return true;
}

/// Fills the buffer from the start with one request, which may give fewer bytes.
static inline uint32_t filled(uint32_t bytes)
{
    if (!bulkhead_result_is_success(request(bytes))) {
        return 0;
    }
    const struct bulkhead_result answer = result();
    return answer.variant == VARIANT_SUCCESS_U32_U32 && answer.value[0] == ERROR_NONE
               ? answer.value[1]
               : 0;
}
