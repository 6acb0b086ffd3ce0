// SPDX-License-Identifier: Apache-2.0 OR MIT
// Ends its life in an upcall, with further upcalls waiting, buffers lent and a write under way: the
// next life is called for none of that.
//
// expect: error called once[\s\S]*called once
#include "long_text.h"

static uint32_t calls;

static void fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    calls++;
    access_require(calls == 1 && data == &calls);
    attack_print("called once\n");
    long_text_start();
    bulkhead_exit_restart(0);
}

int main(void)
{
    ATTACK_START("exit_in_upcall");
    access_require(!bulkhead_yield_no_wait());
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, fired, &calls);
    for (uint32_t i = 0; i < 12; i++) {
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0, 0);
    }
    bulkhead_yield_wait();
    attack_succeeded();
    return 1;
}
