// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console a buffer that ends exactly at address 2^32, in unsigned arithmetic 0.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_wrapped_exactly");
    uint32_t address = 0xFFFFFFF0u;
    attack_report(bulkhead_trap_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, 16));
    return 1;
}
