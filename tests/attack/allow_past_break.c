// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console the end of its memory and a byte more.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_past_break");
    uint32_t address = attack_break() - 16;
    attack_report(bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, 17));
    return 1;
}
