// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Common to the programs that use the board's disk. Run by test_block.py.
#pragma once

#include <bulkhead/alarm.h>

#include "check.h"

enum { BLOCK_TEST_DRIVER = 0xF0005, SECTOR_BYTES = 512, BUFFER_SECTORS = 4 };
enum block_test_command {
    COMMAND_READ = 1,
    COMMAND_WRITE = 2,
    COMMAND_FLUSH = 3,
    COMMAND_CANCEL = 4,
    COMMAND_RESULT = 5,
    COMMAND_FILL = 6,
    COMMAND_CHECK = 7,
    COMMAND_DESCRIBE = 8,
    COMMAND_TRAP = 9,
};
enum { OPERATION_READ = 0, OPERATION_WRITE = 1, OPERATION_FLUSH = 2 };
enum { WAITS_MAX = 5000 };

static inline struct bulkhead_result disk(enum block_test_command command, uint32_t a, uint32_t b)
{
    return bulkhead_command(BLOCK_TEST_DRIVER, command, a, b);
}

/// Waits for the end of the request.
static inline struct bulkhead_result result(void)
{
    struct bulkhead_result answer;
    for (unsigned i = 0; i < WAITS_MAX; i++) {
        answer = disk(COMMAND_RESULT, 0, 0);
        if (answer.variant != VARIANT_FAILURE || answer.value[0] != ERROR_BUSY) {
            break;
        }
        bulkhead_sleep_ms(1);
    }
    return answer;
}

/// Starts a request and waits for its end, which must be as expected.
static inline bool ended(enum block_test_command command, uint32_t a, uint32_t b, enum error status)
{
    if (!bulkhead_result_is_success(disk(command, a, b))) {
        return false;
    }
    const struct bulkhead_result answer = result();
    return answer.variant == VARIANT_SUCCESS_U32_U32 &&
           answer.value[0] == (uint32_t)command - COMMAND_READ &&
           answer.value[1] == (uint32_t)status;
}

static inline bool holds(uint32_t seed, uint32_t bytes)
{
    const struct bulkhead_result answer = disk(COMMAND_CHECK, seed, bytes);
    return answer.variant == VARIANT_SUCCESS_U32 && answer.value[0] == 1;
}
