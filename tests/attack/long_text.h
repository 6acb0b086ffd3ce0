// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A text that takes the console many steps, in flash, with a tail that must never be printed: an
/// attack ends the write before it comes to that.
#pragma once

#include "user_access.h"

enum { LONG_TEXT_BYTES = 16000, LONG_TEXT_TAIL_BYTES = 20 };

static const struct {
    char shown[LONG_TEXT_BYTES];
    char tail[LONG_TEXT_TAIL_BYTES];
} long_text = {
    .shown = {[0 ... LONG_TEXT_BYTES - 1] = 's'},
    .tail = "\nATTACK SUCCEEDED\n",
};

static inline uint32_t long_text_address(void)
{
    return (uint32_t)(uintptr_t)&long_text;
}

/// Has the console print it all, and returns while most of it is still to come.
static inline void long_text_start(void)
{
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, long_text_address(),
                sizeof long_text);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, sizeof long_text, 0);
}

/// Waits for the end of a write; how many bytes were printed.
static inline uint32_t long_text_wait(void)
{
    return bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN).value[0];
}
