// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The middle of everything: a write, a read and an alarm are under way, with buffers lent.
#pragma once

#include "attack.h"
#include <abi/driver.h>

static inline void operations_start(void)
{
    static char text[192];
    static char typed[64];
    memset(text, 'x', sizeof(text));
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, text, sizeof(text));
    bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, typed, sizeof(typed));
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, sizeof(text), 0);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof(typed), 0);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 1000, 0);
}
