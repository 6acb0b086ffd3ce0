// SPDX-License-Identifier: Apache-2.0 OR MIT
// Swaps its buffer for a part of it while the console reads into it: the read was of the whole, so
// it ends without a byte, and all of them stay.
//
// expect: error nothing was written
#include "user_access.h"

enum { PART_BYTES = 5, PART_OFFSET = 3 };

int main(void)
{
    static uint8_t bytes[16];
    ATTACK_START("console_read_shortened");
    const uint32_t address = (uint32_t)(uintptr_t)bytes;
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, sizeof bytes);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof bytes, 0);
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address + PART_OFFSET,
                PART_BYTES);
    attack_print("type now\n");
    const struct bulkhead_upcall read =
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
    access_require(read.value[0] == ERROR_NO_MEMORY && read.value[1] == 0);
    static const uint8_t wanted[16] = {0};
    access_require(memcmp(bytes, wanted, sizeof bytes) == 0);
    attack_print("nothing was written\n");
    return 1;
}
