// SPDX-License-Identifier: Apache-2.0 OR MIT
// The end of a program that broke a rule of the library. On its own, so that another system below
// can take its place.
#include "stop.h"

#include <bulkhead/console.h>

void ipc_stop(const char *line, size_t length)
{
    // What the program printed before comes before; whether anybody gets either cannot matter now.
    bulkhead_console_flush();
    (void)bulkhead_console_write(line, length);
    __builtin_trap();
}
