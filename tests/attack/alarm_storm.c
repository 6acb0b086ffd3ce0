// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets an alarm that is due at once, again and again, to keep the kernel busy with upcalls.
//
// expect: error a thousand alarms
#include "attack.h"
#include <abi/driver.h>

static uint32_t count;

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
    count += 1;
}

int main(void)
{
    ATTACK_START("alarm_storm");
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, alarm_fired, NULL);
    for (;;) {
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0, 0);
        bulkhead_yield_wait();
        if (count == 1000) {
            attack_print("a thousand alarms\n");
        }
    }
    return 1;
}
