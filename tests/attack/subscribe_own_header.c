// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the kernel call its own header as its upcall function.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("subscribe_own_header");
    uint32_t address = attack_flash_start() + ATTACK_CODE_BIT;
    attack_report(bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, address, 0));
    return 1;
}
