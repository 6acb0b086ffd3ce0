// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console kernel memory in the way that only one driver supports.
//
// expect: error refused: INVALID
// expect: error refused: NO_SUPPORT
// expect: error refused: NO_DEVICE
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_user_readable");
    uint32_t address = BOARD_RAM_BASE + 0x100;
    attack_report(
        bulkhead_trap_allow_user_readable(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, 16));
    return 1;
}
