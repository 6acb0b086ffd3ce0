// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls a driver whose capsule writes behind the end of its array on every third call. For boards
// that have this capsule; others have no such driver.
#include <bulkhead/alarm.h>
#include <bulkhead/system_call.h>
#include <stdio.h>

enum { DRIVER_OVERRUN_TEST = 0xF0008, COMMAND_KEEP = 1, CALLS = 4, PAUSE_MS = 1000 };

int main(void)
{
    if (!bulkhead_driver_exists(DRIVER_OVERRUN_TEST)) {
        printf("overrun: no such driver\n");
        return 0;
    }
    for (uint32_t i = 1; i <= CALLS; i++) {
        const struct bulkhead_result result =
            bulkhead_command(DRIVER_OVERRUN_TEST, COMMAND_KEEP, i, 0);
        if (bulkhead_result_is_success(result)) {
            printf("overrun: call %u: the capsule keeps %u\n", (unsigned)i,
                   (unsigned)result.value[0]);
        } else {
            printf("overrun: call %u: error %d\n", (unsigned)i, (int)bulkhead_result_error(result));
        }
        bulkhead_sleep_ms(PAUSE_MS);
    }
    return 0;
}
