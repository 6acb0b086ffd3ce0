// SPDX-License-Identifier: Apache-2.0 OR MIT
/// An IPC call with a stack pointer of one's own, for RISC-V. Of what comes back there is only the
/// status.
#pragma once

#include <stdint.h>

#define IPC_CALL_ON(class, stack_pointer, capability, info, word)                \
    ({                                                                           \
        register uint32_t a0_ __asm__("a0") = (capability);                      \
        register uint32_t a1_ __asm__("a1") = (info);                            \
        register uint32_t a2_ __asm__("a2") = (word);                            \
        register uint32_t a4_ __asm__("a4") = (class);                           \
        register uint32_t a7_ __asm__("a7") = 0xFF;                              \
        register uint32_t t0_ __asm__("t0") = 0;                                 \
        register uint32_t t2_ __asm__("t2") = (stack_pointer);                   \
        __asm__ volatile("mv t1, sp\n\tmv sp, t2\n\tecall\n\tmv sp, t1"          \
                         : "+r"(a0_), "+r"(a1_), "+r"(a2_), "+r"(a7_), "+r"(t0_) \
                         : "r"(a4_), "r"(t2_)                                    \
                         : "t1", "a3", "a5", "a6", "memory");                    \
        a0_;                                                                     \
    })

/// Whether a call from a stack that the program may not write is a fault.
enum { IPC_CALL_NEEDS_STACK = 0 };
