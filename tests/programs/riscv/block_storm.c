// SPDX-License-Identifier: Apache-2.0 OR MIT
// Waits until the disk is out of order, without asking anything of it. Run by test_block.py.
#include "block.h"

int main(void)
{
    check(ended(COMMAND_READ, 0, 1, ERROR_NONE), "the disk works");
    printf("waits\n");
    while (disk(COMMAND_DESCRIBE, 0, 0).value[0] != 0) {
        bulkhead_sleep_ms(1);
    }
    check_error(disk(COMMAND_READ, 0, 1), VARIANT_FAILURE, ERROR_NO_DEVICE, "it is out of order");
    return check_done("block_storm");
}
