// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console its own header, which belongs to the kernel, to print from.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_own_header");
    uint32_t address = attack_flash_start();
    attack_report(bulkhead_trap_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, 16));
    return 1;
}
