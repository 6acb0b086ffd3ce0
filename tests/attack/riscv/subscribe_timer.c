// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the kernel call the timer's registers as its upcall function.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

enum { TIMER = 0x0200BFF8 };

int main(void)
{
    ATTACK_START("subscribe_timer");
    attack_report(bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, TIMER, 0));
    return 1;
}
