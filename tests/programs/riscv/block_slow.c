// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has a slow disk work, and cancels that or has the capsule fail while the disk has the buffer. Run
// by test_block.py.
#include "block.h"

enum { WARM_UP_REQUESTS = 8 };

/// Asks for sectors until the disk is so slow that an answer does not come at once.
static bool request_under_way(void)
{
    for (unsigned i = 0; i < WARM_UP_REQUESTS; i++) {
        if (!bulkhead_result_is_success(disk(COMMAND_READ, 0, BUFFER_SECTORS))) {
            return false;
        }
        bulkhead_sleep_ms(5);
        if (!bulkhead_result_is_success(disk(COMMAND_RESULT, 0, 0))) {
            return true;
        }
    }
    return false;
}

int main(void)
{
    check(request_under_way(), "a request is under way");
    check_error(disk(COMMAND_READ, 0, 1), VARIANT_FAILURE, ERROR_BUSY, "one at a time");
    check_error(disk(COMMAND_FILL, 0, 0), VARIANT_FAILURE, ERROR_RESERVE,
                "the disk has the buffer");
    check(bulkhead_result_is_success(disk(COMMAND_CANCEL, 0, 0)), "it is cancelled");
    const struct bulkhead_result answer = result();
    check_value(answer.variant == VARIANT_SUCCESS_U32_U32 && answer.value[1] == ERROR_CANCEL,
                "it ended with CANCEL", answer.value[1]);
    check_error(disk(COMMAND_RESULT, 0, 0), VARIANT_FAILURE, ERROR_BUSY, "it ended once");
    check(bulkhead_result_is_success(disk(COMMAND_FILL, 0, 0)), "the buffer is at home");

    check(request_under_way(), "another request is under way");
    check_error(disk(COMMAND_TRAP, 0, 0), VARIANT_FAILURE, ERROR_FAILED, "the capsule fails");
    struct bulkhead_result exists;
    for (unsigned i = 0; i < WAITS_MAX; i++) {
        exists = bulkhead_command(BLOCK_TEST_DRIVER, COMMAND_EXISTS, 0, 0);
        if (bulkhead_result_is_success(exists)) {
            break;
        }
        bulkhead_sleep_ms(1);
    }
    check(bulkhead_result_is_success(exists), "it comes back");
    check(bulkhead_result_is_success(disk(COMMAND_FILL, 0, 0)), "and so has its buffer");
    check_error(disk(COMMAND_RESULT, 0, 0), VARIANT_FAILURE, ERROR_BUSY, "with nothing to tell");
    check(ended(COMMAND_READ, 0, 1, ERROR_NONE), "the disk works for it");
    return check_done("block_slow");
}
