// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls every driver, leaves an unfinished line and ends, again and again; see containment.h.
#include "containment_drivers.h"

int main(void)
{
    enum { ROUNDS = 3 };
    for (uint32_t round = 0; round < ROUNDS; round++) {
        work(round);
        drivers_work(round);
    }
    (void)bulkhead_command(DRIVER_BUTTON, BUTTON_COMMAND_ENABLE, 0, 0);
    (void)bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 4, 0);
    (void)bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, "end", 3);
    (void)bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 3, 0);
    drivers_leave();
    report_add(REPORT_ENDINGS, 1);
    bulkhead_exit_restart(0);
}
