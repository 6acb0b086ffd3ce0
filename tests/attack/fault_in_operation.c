// SPDX-License-Identifier: Apache-2.0 OR MIT
// Faults in the middle of everything: a write, a read and an alarm are under way, with buffers
// lent.
//
// expect: fault undefined instruction
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("fault_in_operation");
    static char text[192];
    static char typed[64];
    memset(text, 'x', sizeof(text));
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, text, sizeof(text));
    bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, typed, sizeof(typed));
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, sizeof(text), 0);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof(typed), 0);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 1000, 0);
    ATTACK_UNDEFINED();
    attack_succeeded();
    return 1;
}
