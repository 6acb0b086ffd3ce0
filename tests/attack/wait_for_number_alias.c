// SPDX-License-Identifier: Apache-2.0 OR MIT
// Waits for an upcall whose number is that of the alarm's in its lower bits, while alarms go off:
// it does not get them, and waits for ever.
//
// expect: error I wait
#include "upcalls.h"

int main(void)
{
    ATTACK_START("wait_for_number_alias");
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_forbidden, NULL);
    upcall_queue();
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 20000, 0);
    attack_print("I wait\n");
    bulkhead_yield_wait_for(DRIVER_ALARM, 0x100 + ALARM_UPCALL_FIRED);
    attack_succeeded();
    return 1;
}
