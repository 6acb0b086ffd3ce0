// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console a device.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_device");
    uint32_t address = BOARD_UART_BASE;
    attack_report(bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, 4));
    return 1;
}
