// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the kernel call kernel memory as its upcall function.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("subscribe_kernel_ram");
    uint32_t address = BOARD_RAM_BASE + 0x100 + ATTACK_CODE_BIT;
    attack_report(bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, address, 0));
    return 1;
}
