// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends text, then whatever is refused, and has the console print: it must still be the text, all
// of it and nothing else.
//
// expect: error the text is the same\n[\s\S]*9 cases answered exactly
#include "user_access.h"

int main(void)
{
    static const char text[] = "the text is the same\n";
    ATTACK_START("lend_refused_keeps_former");
    access_begin();
    const uint32_t address = (uint32_t)(uintptr_t)text;
    const uint32_t length = sizeof text - 1;
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, length);
    const uint32_t bad[][2] = {{ATTACK_NEXT_RAM, 64},     {attack_grant_start(), 1},
                               {access.memory_end, 1},    {access.flash_end - 1, 2},
                               {address, 0xFFFFFFFF},     {0xFFFFFFFF, 1},
                               {BOARD_FLASH_BASE, length}};
    for (uint32_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        access_require(access_is_refusal(access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE,
                                                     CONSOLE_ALLOW_WRITE, bad[i][0], bad[i][1]),
                                         ERROR_INVALID, bad[i][0], bad[i][1]));
    }
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 0xFFFFFFFF, 0);
    const struct bulkhead_upcall written =
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
    access_require(written.value[0] == length && written.value[1] == length);
    access_require(access_is_swap(
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, 0, 0), address, length));
    access_end();
    return 1;
}
