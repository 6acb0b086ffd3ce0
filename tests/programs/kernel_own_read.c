// SPDX-License-Identifier: Apache-2.0 OR MIT
// The memory of the running program: the kernel reads it through its window. A pointer of its own
// leads there only where the hardware cannot tell such an access apart. Needs a board whose name
// ends in capsule-test; run by test_capsules.py.
#include <bulkhead/alarm.h>

#include "check.h"

enum { WINDOW_TEST_DRIVER = 0xF0003, COMMAND_READ = 1, COMMAND_KERNEL_READ = 4 };

static uint32_t own = 0x600D600D;

int main(void)
{
    const uint32_t address = (uint32_t)(uintptr_t)&own;
    struct bulkhead_result result = bulkhead_command(WINDOW_TEST_DRIVER, COMMAND_READ, address, 0);
    check_value(bulkhead_result_is_success(result) && result.value[0] == own, "the window reads it",
                result.value[0]);
    printf("own data is at 0x%08lx\n", (unsigned long)address);
    bulkhead_sleep_ms(100); // The console has printed what there is.
    result = bulkhead_command(WINDOW_TEST_DRIVER, COMMAND_KERNEL_READ, address, 0);
    check_value(bulkhead_result_is_success(result) && result.value[0] == own,
                "the kernel's pointer reads it", result.value[0]);
    return check_done("kernel_own_read");
}
