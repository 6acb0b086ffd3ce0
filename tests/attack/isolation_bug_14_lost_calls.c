// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes system calls while interrupts come at every place of them, also in the same instant. A call
// that is lost or served for somebody else returns with what was passed.
//
// expect: error every call was answered
#include "attack.h"
#include <abi/driver.h>
#include <bulkhead/alarm.h>

enum { ALARMS = 1500, CALLS = 12, DRIVER_NOWHERE = 0x7777 };

int main(void)
{
    ATTACK_START("isolation_bug_14_lost_calls");
    // About one to three microseconds, to the tick; one tick where a tick is longer.
    const uint32_t frequency_hz = bulkhead_alarm_frequency_hz();
    const uint32_t least = 1 + frequency_hz / 1250000;
    const uint32_t spread = 1 + frequency_hz / 400000;
    uint32_t lost = 0;
    for (uint32_t alarm = 0; alarm < ALARMS; alarm++) {
        const uint32_t delay = least + alarm % spread;
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, delay, 0);
        for (uint32_t call = 0; call < CALLS; call++) {
            const struct bulkhead_result result =
                bulkhead_command(DRIVER_NOWHERE, alarm, call, delay);
            lost += result.variant != VARIANT_FAILURE || result.value[0] != ERROR_NO_DEVICE;
        }
        bulkhead_yield_no_wait();
    }
    if (lost == 0) {
        attack_print("every call was answered\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
