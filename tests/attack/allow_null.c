// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console sixteen bytes at address 0.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_null");
    uint32_t address = 0;
    attack_report(bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, 16));
    return 1;
}
