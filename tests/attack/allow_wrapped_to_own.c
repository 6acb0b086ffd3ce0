// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console a buffer that begins at the top of the address space and ends in its own
// memory.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_wrapped_to_own");
    uint32_t address = 0xFFFFFFFCu;
    attack_report(bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address,
                                                 attack_memory_start() + 64));
    return 1;
}
