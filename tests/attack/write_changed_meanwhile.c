// SPDX-License-Identifier: Apache-2.0 OR MIT
// Goes on writing to a buffer that it lent twice, to be read and to be written, while the console
// prints it: the console may show either text, never more than there is.
//
// expect: error 10 cases answered exactly
#include "user_access.h"

enum { TEXT_BYTES = 380, ROUNDS = 10 };

int main(void)
{
    char text[TEXT_BYTES];
    ATTACK_START("write_changed_meanwhile");
    for (uint32_t round = 0; round < ROUNDS; round++) {
        memset(text, 'm', sizeof text);
        const uint32_t address = (uint32_t)(uintptr_t)text;
        access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, sizeof text);
        access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, ACCESS_SLOT, address + 1, sizeof text - 1);
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, sizeof text);
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 0xFFFFFFFF, 0);
        for (uint32_t i = 0; i < sizeof text; i++) {
            // Sequences that would move the cursor or hide what others print.
            *(volatile char *)&text[i] = "\x1b[8m\x1b[1A\r\b\x7f"[i % 12];
        }
        access_require(bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN).value[0] ==
                       sizeof text);
    }
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, 0, 0);
    attack_print("\n");
    access_end();
    return 1;
}
