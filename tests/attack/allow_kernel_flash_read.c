// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console kernel code to print from.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_kernel_flash_read");
    uint32_t address = BOARD_FLASH_BASE;
    attack_report(bulkhead_trap_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, 64));
    return 1;
}
