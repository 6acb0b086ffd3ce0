// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the console print all of its memory, live stack included, and all of its flash: every byte is
// its own, and none of anybody else is shown.
//
// expect: error 2 cases answered exactly
#include "user_access.h"

static uint32_t written(uint32_t start, uint32_t end)
{
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, start, end - start);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 0xFFFFFFFF, 0);
    return bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN).value[0];
}

int main(void)
{
    ATTACK_START("write_everything");
    access_begin();
    access_require(written(access.memory_start, access.memory_end) ==
                   access.memory_end - access.memory_start);
    // Not its texts, among which is what must never be seen.
    const uint32_t code_end = access.flash_start + 512;
    access_require(written(access.flash_start, code_end) == code_end - access.flash_start);
    attack_print("\n");
    access_end();
    return 1;
}
