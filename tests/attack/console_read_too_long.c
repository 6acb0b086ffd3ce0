// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console 8 bytes and asks it to read 40. What is typed must not reach the bytes behind.
//
// expect: error 8 bytes were read, the others are untouched
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("console_read_too_long");
    static uint8_t bytes[64];
    bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, bytes, 8);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 40, 0);
    attack_print("type now\n");
    struct bulkhead_upcall read = bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
    bool is_untouched = read.value[1] == 8;
    for (uint32_t i = 8; i < sizeof(bytes); i++) {
        is_untouched = is_untouched && bytes[i] == 0;
    }
    if (is_untouched && bytes[7] != 0) {
        attack_print("8 bytes were read, the others are untouched\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
