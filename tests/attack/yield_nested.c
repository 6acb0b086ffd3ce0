// SPDX-License-Identifier: Apache-2.0 OR MIT
// Yields inside an upcall function inside a yield, and so on, until its stack is full.
//
// expect: fault data access violation
// expect: fault stack error on exception entry
// expect: fault stack pointer outside memory
#include "attack.h"
#include <abi/driver.h>

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0, 0);
    bulkhead_yield_wait();
}

int main(void)
{
    ATTACK_START("yield_nested");
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, alarm_fired, NULL);
    alarm_fired(0, 0, 0, NULL);
    attack_succeeded();
    return 1;
}
