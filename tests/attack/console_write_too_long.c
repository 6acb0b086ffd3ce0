// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the console 8 bytes and asks it to print 4096.
//
// expect: error 8 bytes were written
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("console_write_too_long");
    static const char text[] = "public\nATTACK SUCCEEDED, this must stay unseen";
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, text, 8);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 4096, 0);
    struct bulkhead_upcall written =
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
    if (written.value[0] == 8) {
        attack_print("8 bytes were written\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
