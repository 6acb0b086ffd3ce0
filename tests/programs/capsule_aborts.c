// SPDX-License-Identifier: Apache-2.0 OR MIT
// Many capsules that loop or trap, one behind the other. Needs a board whose name ends in
// capsule-test; run by test_capsules.py.
#include "check.h"

enum { ABORT_TEST_DRIVER = 0xF0000, COMMAND_ABORT = 1, ABORTS = 300 };

int main(void)
{
    struct bulkhead_result result = bulkhead_command(ABORT_TEST_DRIVER, COMMAND_ABORT, ABORTS, 0);
    check_value(bulkhead_result_is_success(result) && result.value[0] == ABORTS,
                "each came back where it came from", result.value[0]);
    // The kernel's calls afterwards are as they were.
    check(bulkhead_result_is_success(bulkhead_command(ABORT_TEST_DRIVER, 0, 0, 0)), "again");
    return check_done("capsule_aborts");
}
