// SPDX-License-Identifier: Apache-2.0 OR MIT
// The guard below the kernel stack: the kernel itself must not reach it, since an overflow has to
// end the machine. Needs a board whose name ends in capsule-test; run by test_capsules.py.
#include <board_facts.h>
#include <bulkhead/alarm.h>

#include "check.h"
#include "places.h"

enum { WINDOW_TEST_DRIVER = 0xF0003, COMMAND_KERNEL_READ = 4 };
#define GUARD_END (KERNEL_STACK_START - 4)

int main(void)
{
    printf("the guard ends with 0x%08lx\n", (unsigned long)GUARD_END);
    bulkhead_sleep_ms(100); // The console has printed what there is.
    check(bulkhead_result_is_success(
              bulkhead_command(WINDOW_TEST_DRIVER, COMMAND_KERNEL_READ, KERNEL_STACK_START, 0)),
          "the stack can be read");
    bulkhead_sleep_ms(100);
    bulkhead_command(WINDOW_TEST_DRIVER, COMMAND_KERNEL_READ, GUARD_END, 0);
    printf("FAIL the guard can be read\n");
    return check_done("kernel_guard");
}
