// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets alarms by numbers at the ends of their ranges: the answer is the sum, round the end of all
// numbers; what is due at once comes at once, what is not does not come, and stopping it twice is
// found.
//
// expect: error 121 cases answered exactly
#include "upcalls.h"

static uint32_t now(void)
{
    return bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_NOW, 0, 0).value[0];
}

static uint32_t stop(void)
{
    const struct bulkhead_result result = bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_STOP, 0, 0);
    return result.variant == VARIANT_SUCCESS ? 0 : result.value[0];
}

/// Three cases: an alarm that is due already, or one that is far away.
static void alarm_case(uint32_t reference, uint32_t delay, bool is_due)
{
    static uint32_t calls;
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_count, &calls);
    calls = 0;
    const struct bulkhead_result result =
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_ABSOLUTE, reference, delay);
    access_require(result.variant == VARIANT_SUCCESS_U32 && result.value[0] == reference + delay);
    access_require(bulkhead_yield_no_wait() == is_due && calls == (is_due ? 1 : 0));
    access_require(stop() == (is_due ? ERROR_ALREADY : 0));
}

int main(void)
{
    static const uint32_t back[] = {0, 1, 2, 1000, 0x10000, 0x7FFFFFFF, 0x80000000, 0xF0000000};
    ATTACK_START("alarm_extremes");
    for (uint32_t i = 0; i < sizeof back / sizeof back[0]; i++) {
        alarm_case(now() - back[i], 0, true);
        alarm_case(now() - back[i], back[i], true);
        alarm_case(now() - back[i], 0xFFFFFFFF, false);
        alarm_case(now() - back[i], back[i] + 0x08000000, false);
        // What lies ahead counts as long past.
        alarm_case(now() + 0x100000, 0x100000, true);
    }
    access_require(stop() == ERROR_ALREADY);
    access_end();
    return 1;
}
