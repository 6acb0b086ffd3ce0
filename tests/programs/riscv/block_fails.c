// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads from a disk whose sector 8 cannot be read the first time. Run by test_block.py.
#include "block.h"

int main(void)
{
    check(ended(COMMAND_READ, 8, 1, ERROR_FAILED), "the transfer fails");
    check(bulkhead_result_is_success(disk(COMMAND_FILL, 0, 0)), "the buffer is at home");
    check_error(disk(COMMAND_RESULT, 0, 0), VARIANT_FAILURE, ERROR_BUSY, "it ended once");
    check(ended(COMMAND_READ, 8, 1, ERROR_NONE), "the next one works");
    return check_done("block_fails");
}
