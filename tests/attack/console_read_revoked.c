// SPDX-License-Identifier: Apache-2.0 OR MIT
// Takes its buffer back while the console reads into it: what is typed then is not written there,
// and the read ends without a byte.
//
// expect: error nothing was written
#include "user_access.h"

int main(void)
{
    static uint8_t bytes[16];
    ATTACK_START("console_read_revoked");
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, (uint32_t)(uintptr_t)bytes,
                sizeof bytes);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof bytes, 0);
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, BOARD_RAM_BASE, 0);
    attack_print("type now\n");
    const struct bulkhead_upcall read =
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
    uint8_t seen = 0;
    for (uint32_t i = 0; i < sizeof bytes; i++) {
        seen |= bytes[i];
    }
    access_require(read.value[0] == ERROR_NO_MEMORY && read.value[1] == 0 && seen == 0);
    attack_print("nothing was written\n");
    return 1;
}
