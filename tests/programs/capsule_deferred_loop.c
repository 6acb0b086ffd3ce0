// SPDX-License-Identifier: Apache-2.0 OR MIT
// A capsule does not come back from a deferred call.
#include "capsule_failure.h"

int main(void)
{
    check(bulkhead_result_is_success(bulkhead_command(LOOP_TEST_DRIVER, 2, 0, 0)),
          "the command itself succeeds");
    bulkhead_sleep_ms(50);
    capsule_failure_check(LOOP_TEST_DRIVER);
    return check_done("capsule_deferred_loop");
}
