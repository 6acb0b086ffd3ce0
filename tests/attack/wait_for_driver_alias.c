// SPDX-License-Identifier: Apache-2.0 OR MIT
// Waits for an upcall of a driver whose number is that of the alarm in its lower bits, while alarms
// go off: it does not get them, and waits for ever.
//
// expect: error I wait
#include "upcalls.h"

int main(void)
{
    ATTACK_START("wait_for_driver_alias");
    upcall_queue();
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 20000, 0);
    attack_print("I wait\n");
    bulkhead_yield_wait_for(0x10000 + DRIVER_ALARM, ALARM_UPCALL_FIRED);
    attack_succeeded();
    return 1;
}
