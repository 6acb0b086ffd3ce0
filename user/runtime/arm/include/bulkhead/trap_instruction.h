// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The trap instruction of a system call, for Cortex-M.
 *
 * Each macro makes a call of a class, which must be a constant, with variables of uint32_t as
 * arguments, and leaves in these variables what the kernel left in their registers. "memory" is
 * declared because the kernel reads and writes buffers that the program has allowed.
 */
#pragma once

#include <stdint.h>

/// A call with four arguments, all of which may be written by the result.
#define BULKHEAD_TRAP_INSTRUCTION_FOUR(class, a, b, c, d)         \
    do {                                                          \
        register uint32_t r0 __asm__("r0") = (a);                 \
        register uint32_t r1 __asm__("r1") = (b);                 \
        register uint32_t r2 __asm__("r2") = (c);                 \
        register uint32_t r3 __asm__("r3") = (d);                 \
        __asm__ volatile("svc %[number]"                          \
                         : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3) \
                         : [number] "i"(class)                    \
                         : "memory");                             \
        (a) = r0;                                                 \
        (b) = r1;                                                 \
        (c) = r2;                                                 \
        (d) = r3;                                                 \
    } while (0)

/// A call with three arguments, of which the answer writes no more.
#define BULKHEAD_TRAP_INSTRUCTION_THREE(class, a, b, c) \
    do {                                                \
        register uint32_t r0 __asm__("r0") = (a);       \
        register uint32_t r1 __asm__("r1") = (b);       \
        register uint32_t r2 __asm__("r2") = (c);       \
        __asm__ volatile("svc %[number]"                \
                         : "+r"(r0), "+r"(r1), "+r"(r2) \
                         : [number] "i"(class)          \
                         : "memory");                   \
        (a) = r0;                                       \
        (b) = r1;                                       \
        (c) = r2;                                       \
    } while (0)

/// A call with two arguments, of which the answer writes no more.
#define BULKHEAD_TRAP_INSTRUCTION_TWO(class, a, b)                                               \
    do {                                                                                         \
        register uint32_t r0 __asm__("r0") = (a);                                                \
        register uint32_t r1 __asm__("r1") = (b);                                                \
        __asm__ volatile("svc %[number]" : "+r"(r0), "+r"(r1) : [number] "i"(class) : "memory"); \
        (a) = r0;                                                                                \
        (b) = r1;                                                                                \
    } while (0)
