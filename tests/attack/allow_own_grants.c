// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console what the kernel keeps in the program's own block.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_own_grants");
    uint32_t address = attack_grant_start();
    attack_report(bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, 4));
    return 1;
}
