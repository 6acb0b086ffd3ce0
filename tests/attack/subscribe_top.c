// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the kernel call the top of the address space as its upcall function.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("subscribe_top");
    uint32_t address = 0xFFFFFFFDu;
    attack_report(bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, address, 0));
    return 1;
}
