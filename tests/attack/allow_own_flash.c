// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console its own code to read input into.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_own_flash");
    uint32_t address = attack_flash_start() + 0x80;
    attack_report(bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, 16));
    return 1;
}
