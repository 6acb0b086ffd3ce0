// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the kernel call another program's code as its upcall function.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("subscribe_neighbour");
    uint32_t address = ATTACK_NEXT_FLASH + 0x80 + ATTACK_CODE_BIT;
    attack_report(bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, address, 0));
    return 1;
}
