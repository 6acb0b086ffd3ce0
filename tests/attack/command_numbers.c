// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gives every driver commands that it does not have, also such that look right in their lower bits,
// with addresses of others as arguments: all are refused, and nothing has happened.
//
// expect: error \d{2,3} cases answered exactly
#include "upcalls.h"

static void refused(uint32_t driver, uint32_t command)
{
    const struct bulkhead_result result =
        bulkhead_command(driver, command, ATTACK_NEXT_RAM, ATTACK_NEXT_RAM);
    access_require(result.variant == VARIANT_FAILURE && result.value[0] == ERROR_NO_SUPPORT &&
                   result.value[1] == ATTACK_NEXT_RAM && result.value[2] == ATTACK_NEXT_RAM);
}

int main(void)
{
    static const uint32_t drivers[] = {DRIVER_ALARM,  DRIVER_CONSOLE,         DRIVER_LED,
                                       DRIVER_BUTTON, DRIVER_LOW_LEVEL_DEBUG, DRIVER_RNG};
    static uint32_t calls;
    ATTACK_START("command_numbers");
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_count, &calls);
    for (uint32_t i = 0; i < sizeof drivers / sizeof drivers[0]; i++) {
        if (!bulkhead_driver_exists(drivers[i])) {
            continue;
        }
        for (uint32_t command = 1; command <= 6; command++) {
            refused(drivers[i], command + 0x100);
            refused(drivers[i], command + 0x10000);
            refused(drivers[i], command + 0x80000000);
        }
        refused(drivers[i], 0x100);
        refused(drivers[i], 0x10000);
        refused(drivers[i], 0xFFFFFFFF);
        refused(drivers[i], 0x7FFFFFFF);
        refused(drivers[i], 7);
        refused(drivers[i], 64);
    }
    access_require(!bulkhead_yield_no_wait() && calls == 0);
    access_end();
    return 1;
}
