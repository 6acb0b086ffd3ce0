// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console kernel memory to read input into.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_kernel_ram");
    uint32_t address = BOARD_RAM_BASE + 0x100;
    attack_report(bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, 16));
    return 1;
}
