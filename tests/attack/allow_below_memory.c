// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console the byte below its memory as well.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_below_memory");
    uint32_t address = attack_memory_start() - 1;
    attack_report(bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, 2));
    return 1;
}
