// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the kernel's data in an upcall, the first instructions after a device interrupt, a switch
// and the frame that the kernel makes.
//
// expect: fault data access violation
#include "attack.h"
#include <abi/driver.h>

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
    attack_read(BOARD_RAM_BASE + 0x100);
}

int main(void)
{
    ATTACK_START("isolation_bug_12_in_upcall");
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, alarm_fired, NULL);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 1, 0);
    bulkhead_yield_wait();
    attack_succeeded();
    return 1;
}
