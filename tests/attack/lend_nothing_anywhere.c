// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends no bytes at all at the worst addresses, which is allowed, and has them used: nothing is
// printed, nothing is read, and each address comes back as it was passed.
//
// expect: error 60 cases answered exactly
#include "user_access.h"

int main(void)
{
    static const uint32_t places[] = {0,
                                      1,
                                      BOARD_RAM_BASE,
                                      BOARD_FLASH_BASE + 0x101,
                                      BOARD_UART_BASE,
                                      ATTACK_FORMER_RAM + 0x200,
                                      ATTACK_NEXT_FLASH + 3,
                                      0x7FFFFFFF,
                                      0x80000000,
                                      0xE000ED94,
                                      0xFFFFFFFE,
                                      0xFFFFFFFF};
    ATTACK_START("lend_nothing_anywhere");
    access_begin();
    uint32_t former = 0;
    for (uint32_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        access_case_both(places[i], 0);
        // Asked to use it, the console says at once that it could use no byte.
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, places[i], 0);
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 0xFFFFFFFF, 0);
        const struct bulkhead_upcall written =
            bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
        access_require(written.value[0] == 0 && written.value[1] == 0);
        access_require(access_is_swap(
            access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, places[i], 0),
            former, 0));
        former = places[i];
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 0xFFFFFFFF, 0);
        const struct bulkhead_upcall read =
            bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
        access_require(read.value[1] == 0);
    }
    access_end();
    return 1;
}
