// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Has the kernel write what is typed into the frame of the very call in which the program waits.
#pragma once

#include "user_access.h"

enum { FRAME_BYTES = 32, FRAME_RETURN = 24, FRAME_STATE = 28 };

/// Waits for one typed byte, which goes to this offset in the frame of the call that waits. The
/// call is made here and not by a function, whose stack pointer might be another one.
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
        register uint32_t r0_ __asm__("r0") = YIELD_WAIT_FOR;                              \
        register uint32_t r1_ __asm__("r1") = DRIVER_CONSOLE;                              \
        register uint32_t r2_ __asm__("r2") = CONSOLE_UPCALL_READ;                         \
        __asm__ volatile("svc %[yield]"                                                    \
                         : "+r"(r0_), "+r"(r1_), "+r"(r2_)                                 \
                         : [yield] "i"(SYSTEM_CALL_YIELD)                                  \
                         : "r3", "r12", "lr", "memory");                                   \
    } while (0)
