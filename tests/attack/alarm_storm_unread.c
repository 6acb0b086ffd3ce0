// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets alarms that are due at once and never yields: upcalls pile up until its queue is full.
//
// expect: error a thousand alarms
#include "attack.h"
#include <abi/driver.h>

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
}

int main(void)
{
    ATTACK_START("alarm_storm_unread");
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, alarm_fired, NULL);
    for (uint32_t count = 1;; count++) {
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0, 0);
        if (count == 1000) {
            attack_print("a thousand alarms\n");
        }
    }
    return 1;
}
