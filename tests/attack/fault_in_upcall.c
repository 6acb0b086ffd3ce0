// SPDX-License-Identifier: Apache-2.0 OR MIT
// Faults in an upcall, with further upcalls waiting and a write under way:
// the next life is called for none of that.
//
// expect: fault undefined instruction
#include "long_text.h"

static void fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
    long_text_start();
    ATTACK_UNDEFINED();
    attack_succeeded();
}

int main(void)
{
    ATTACK_START("fault_in_upcall");
    access_require(!bulkhead_yield_no_wait());
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, fired, NULL);
    for (uint32_t i = 0; i < 12; i++) {
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0, 0);
    }
    bulkhead_yield_wait();
    attack_succeeded();
    return 1;
}
