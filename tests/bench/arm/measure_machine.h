// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Markers and marked calls on Cortex-M, for measure.h. A marker is `movw r12, #0xBE00 + number`.
#pragma once

#include <abi/system_call.h>
#include <stdint.h>

/// Marks a place.
#define MEASURE_MARK(number) __asm__ volatile("movw r12, %0" : : "i"(0xBE00 + (number)) : "r12")

/// Defines a call with four arguments that is counted as `number`. Returns the variant word.
#define MEASURE_CALL(name, number, class)                                             \
    static inline uint32_t name(uint32_t a, uint32_t b, uint32_t c, uint32_t d)       \
    {                                                                                 \
        register uint32_t r0 __asm__("r0") = a;                                       \
        register uint32_t r1 __asm__("r1") = b;                                       \
        register uint32_t r2 __asm__("r2") = c;                                       \
        register uint32_t r3 __asm__("r3") = d;                                       \
        __asm__ volatile("movw r12, %[marker]\n\tsvc %[class_number]"                 \
                         : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3)                     \
                         : [marker] "i"(0xBE00 + (number)), [class_number] "i"(class) \
                         : "r12", "memory");                                          \
        return r0;                                                                    \
    }

/// Defines a yield that is counted as `number`; an upcall may run inside.
#define MEASURE_YIELD(name, number)                                                               \
    static inline void name(uint32_t kind, uint32_t flag_address)                                 \
    {                                                                                             \
        register uint32_t r0 __asm__("r0") = kind;                                                \
        register uint32_t r1 __asm__("r1") = flag_address;                                        \
        __asm__ volatile("movw r12, %[marker]\n\tsvc %[class_number]"                             \
                         : "+r"(r0), "+r"(r1)                                                     \
                         : [marker] "i"(0xBE00 + (number)), [class_number] "i"(SYSTEM_CALL_YIELD) \
                         : "r2", "r3", "r12", "lr", "cc", "memory");                              \
    }
