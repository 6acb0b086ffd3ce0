// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Markers and marked calls on RISC-V, for measure.h. A marker is `lui zero, 0xBE000 + number`,
/// which the architecture keeps free for hints.
#pragma once

#include <abi/system_call.h>
#include <stdint.h>

/// Marks a place.
#define MEASURE_MARK(number) __asm__ volatile("lui zero, %0" : : "i"(0xBE000 + (number)))

/// Defines a call with four arguments that is counted as `number`. Returns the variant word.
#define MEASURE_CALL(name, number, class)                                       \
    static inline uint32_t name(uint32_t a, uint32_t b, uint32_t c, uint32_t d) \
    {                                                                           \
        register uint32_t a0 __asm__("a0") = a;                                 \
        register uint32_t a1 __asm__("a1") = b;                                 \
        register uint32_t a2 __asm__("a2") = c;                                 \
        register uint32_t a3 __asm__("a3") = d;                                 \
        register uint32_t a4 __asm__("a4") = (class);                           \
        __asm__ volatile("lui zero, %[marker]\n\tecall"                         \
                         : "+r"(a0), "+r"(a1), "+r"(a2), "+r"(a3)               \
                         : [marker] "i"(0xBE000 + (number)), "r"(a4)            \
                         : "memory");                                           \
        return a0;                                                              \
    }

/// Defines a yield that is counted as `number`; an upcall may run inside.
#define MEASURE_YIELD(name, number)                                                                \
    static inline void name(uint32_t kind, uint32_t flag_address)                                  \
    {                                                                                              \
        register uint32_t a0 __asm__("a0") = kind;                                                 \
        register uint32_t a1 __asm__("a1") = flag_address;                                         \
        register uint32_t a4 __asm__("a4") = SYSTEM_CALL_YIELD;                                    \
        __asm__ volatile("lui zero, %[marker]\n\tecall"                                            \
                         : "+r"(a0), "+r"(a1), "+r"(a4)                                            \
                         : [marker] "i"(0xBE000 + (number))                                        \
                         : "ra", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a2", "a3", "a5", "a6", \
                           "a7", "memory");                                                        \
    }
