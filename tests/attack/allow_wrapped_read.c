// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console all addresses from its memory's start on, and round to just below it, to print
// from.
//
// expect: error refused: INVALID
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("allow_wrapped_read");
    uint32_t address = attack_memory_start();
    attack_report(
        bulkhead_trap_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, 0xFFFFFFFFu));
    return 1;
}
