// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console the end of its own flash and a byte more to print from.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_past_flash_end");
    uint32_t address = attack_flash_end() - 16;
    attack_report(bulkhead_trap_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, 17));
    return 1;
}
