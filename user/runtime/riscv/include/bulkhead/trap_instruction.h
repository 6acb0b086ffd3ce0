// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The trap instruction of a system call, for 32-bit RISC-V: the class is in a4.
 *
 * Each macro makes a call of a class with variables of uint32_t as arguments, and leaves in these
 * variables what the kernel left in their registers. "memory" is declared because the kernel reads
 * and writes buffers that the program has allowed.
 */
#pragma once

#include <stdint.h>

/// A call with four arguments, all of which may be written by the result.
#define BULKHEAD_TRAP_INSTRUCTION_FOUR(class, a, b, c, d)                                        \
    do {                                                                                         \
        register uint32_t a0 __asm__("a0") = (a);                                                \
        register uint32_t a1 __asm__("a1") = (b);                                                \
        register uint32_t a2 __asm__("a2") = (c);                                                \
        register uint32_t a3 __asm__("a3") = (d);                                                \
        register uint32_t a4 __asm__("a4") = (class);                                            \
        __asm__ volatile("ecall" : "+r"(a0), "+r"(a1), "+r"(a2), "+r"(a3) : "r"(a4) : "memory"); \
        (a) = a0;                                                                                \
        (b) = a1;                                                                                \
        (c) = a2;                                                                                \
        (d) = a3;                                                                                \
    } while (0)

/// A call with three arguments, of which the answer writes no more.
#define BULKHEAD_TRAP_INSTRUCTION_THREE(class, a, b, c)                                \
    do {                                                                               \
        register uint32_t a0 __asm__("a0") = (a);                                      \
        register uint32_t a1 __asm__("a1") = (b);                                      \
        register uint32_t a2 __asm__("a2") = (c);                                      \
        register uint32_t a4 __asm__("a4") = (class);                                  \
        __asm__ volatile("ecall" : "+r"(a0), "+r"(a1), "+r"(a2) : "r"(a4) : "memory"); \
        (a) = a0;                                                                      \
        (b) = a1;                                                                      \
        (c) = a2;                                                                      \
    } while (0)

/// A call with two arguments, of which the answer writes no more.
#define BULKHEAD_TRAP_INSTRUCTION_TWO(class, a, b)                           \
    do {                                                                     \
        register uint32_t a0 __asm__("a0") = (a);                            \
        register uint32_t a1 __asm__("a1") = (b);                            \
        register uint32_t a4 __asm__("a4") = (class);                        \
        __asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a4) : "memory"); \
        (a) = a0;                                                            \
        (b) = a1;                                                            \
    } while (0)
