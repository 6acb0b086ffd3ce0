// SPDX-License-Identifier: Apache-2.0 OR MIT
/// An IPC call with a stack pointer of one's own, for Cortex-M. Of what comes back there is only
/// the status.
#pragma once

#include <stdint.h>

#define IPC_CALL_ON(class, stack_pointer, capability, info, word)                           \
    ({                                                                                      \
        register uint32_t r0_ __asm__("r0") = (capability);                                 \
        register uint32_t r1_ __asm__("r1") = (info);                                       \
        register uint32_t r2_ __asm__("r2") = 0;                                            \
        register uint32_t r3_ __asm__("r3") = 0xFF;                                         \
        register uint32_t r4_ __asm__("r4") = (word);                                       \
        register uint32_t lr_ __asm__("lr") = (stack_pointer);                              \
        __asm__ volatile("mov r12, sp\n\tmov sp, lr\n\tsvc %[number]\n\tmov sp, r12"        \
                         : "+r"(r0_), "+r"(r1_), "+r"(r2_), "+r"(r3_), "+r"(r4_), "+r"(lr_) \
                         : [number] "i"(class)                                              \
                         : "r5", "r6", "r8", "r12", "cc", "memory");                        \
        r0_;                                                                                \
    })

/// Whether a call from a stack that the program may not write is a fault.
enum { IPC_CALL_NEEDS_STACK = 1 };
