// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Has the kernel write what is typed into the frame of the very call in which the program waits.
#pragma once

#include "user_access.h"

enum { FRAME_BYTES = 32, FRAME_RETURN = 24, FRAME_STATE = 28 };

/// Waits for one typed byte, which goes to this offset in the frame of the call that waits.
#define OWN_FRAME_READ(offset)                                                             \
    do {                                                                                   \
        uint32_t stack_pointer;                                                            \
        __asm__ volatile("mov %[pointer], sp" : [pointer] "=r"(stack_pointer));            \
        /* The processor aligns a frame to 8 bytes. */                                     \
        const uint32_t frame = (stack_pointer & ~7u) - FRAME_BYTES;                        \
        access_require(bulkhead_result_is_success(access_lend(                             \
            ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, frame + (offset), 1))); \
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 1, 0);                      \
        attack_print("type now\n");                                                        \
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);                      \
    } while (0)
