// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console a buffer at the end of its memory, then lowers the break below it, so that the
// kernel could put its own data there.
//
// expect: error refused: NO_MEMORY
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("break_below_buffer");
    uint32_t start = attack_break();
    if (!bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_MOVE, 64)) ||
        !bulkhead_result_is_success(
            bulkhead_trap_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, start, 64))) {
        attack_print("no memory to begin with\n");
        return 1;
    }
    // Taking the buffer back does not help: the mark stays as long as the program lives.
    bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, NULL, 0);
    attack_report(bulkhead_memop(MEMOP_BREAK_MOVE, (uint32_t)-4));
    return 1;
}
