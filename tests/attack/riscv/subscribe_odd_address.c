// SPDX-License-Identifier: Apache-2.0 OR MIT
// Subscribes an odd address of its own code, and lets it be called. Bit 0 is dropped.
//
// expect: error refused: INVALID
// expect: error called at an even address
#include "attack.h"
#include <abi/driver.h>

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    (void)data;
    attack_print("called at an even address\n");
}

int main(void)
{
    ATTACK_START("subscribe_odd_address");
    uint32_t address = (uint32_t)(uintptr_t)alarm_fired + 1;
    struct bulkhead_result result =
        bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, address, 0);
    if (!bulkhead_result_is_success(result)) {
        attack_report(result);
        return 1;
    }
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 1, 0);
    bulkhead_yield_wait();
    return 1;
}
