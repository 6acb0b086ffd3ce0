// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes system calls while interrupts come at every place of them: alarms, to the tick, and typed
// characters, which the emulator also delivers in the same instant as a call. A call that is lost
// or served for somebody else returns with what was passed.
//
// expect: error every call was answered
#include "attack.h"
#include <abi/driver.h>
#include <bulkhead/alarm.h>

enum { ALARMS = 5000, CALLS = 8, DRIVER_NOWHERE = 0x7777 };

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
}

int main(void)
{
    ATTACK_START("isolation_bug_14_lost_calls");
    // About one to three microseconds, to the tick; one tick where a tick is longer.
    const uint32_t frequency_hz = bulkhead_alarm_frequency_hz();
    const uint32_t least = 1 + frequency_hz / 1250000;
    const uint32_t spread = 1 + frequency_hz / 400000;
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, alarm_fired, NULL);
    uint32_t lost = 0;
    for (uint32_t alarm = 0; alarm < ALARMS; alarm++) {
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, least + alarm % spread, 0);
        do {
            for (uint32_t call = 0; call < CALLS; call++) {
                const struct bulkhead_result result =
                    bulkhead_command(DRIVER_NOWHERE, alarm, call, spread);
                lost += result.variant != VARIANT_FAILURE || result.value[0] != ERROR_NO_DEVICE;
            }
        } while (!bulkhead_yield_no_wait());
    }
    if (lost == 0) {
        attack_print("every call was answered\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
