// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks a slow disk for sectors and ends, twice; its last life finds the buffer and the disk in
// order. Run by test_block.py.
#include "block.h"

int main(void)
{
    if (bulkhead_result_is_success(disk(COMMAND_RESULT, 0, 0))) {
        printf("an end of a former life\n");
    }
    for (unsigned i = 0; i < 3; i++) {
        if (!bulkhead_result_is_success(disk(COMMAND_READ, 0, BUFFER_SECTORS))) {
            check_error(disk(COMMAND_FILL, 0, 0), VARIANT_FAILURE, ERROR_RESERVE,
                        "the disk still has the buffer");
            check(bulkhead_result_is_success(result()), "it comes back");
            check(bulkhead_result_is_success(disk(COMMAND_FILL, 0, 0)), "it is at home");
            check_error(disk(COMMAND_RESULT, 0, 0), VARIANT_FAILURE, ERROR_BUSY, "once");
            check(ended(COMMAND_READ, 0, 1, ERROR_NONE), "the disk works");
            return check_done("block_dies");
        }
        bulkhead_sleep_ms(5);
        if (!bulkhead_result_is_success(disk(COMMAND_RESULT, 0, 0))) {
            bulkhead_exit_restart(0);
        }
    }
    check(false, "a request is under way");
    return 1;
}
