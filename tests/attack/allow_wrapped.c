// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console a buffer that goes round the end of the address space into its memory.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_wrapped");
    uint32_t address = attack_memory_start();
    attack_report(
        bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, 0xFFFFFFFFu));
    return 1;
}
