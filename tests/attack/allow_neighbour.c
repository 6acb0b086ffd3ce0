// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console another program's memory to read input into.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_neighbour");
    uint32_t address = ATTACK_NEXT_RAM + 0x200;
    attack_report(bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, 64));
    return 1;
}
