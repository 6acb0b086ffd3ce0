// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Marked system calls: what the benchmark programs are made of.
 *
 * A marker is `movw r12, #0xBE00 + number`, an instruction that changes nothing that matters and
 * that the counting plugin (tools/count) recognises. Directly before a `svc` it names the call
 * whose kernel instructions are counted; elsewhere it names a place. tools/bench reads the numbers
 * below, and takes the name of a figure from the constant: MEASURE_ALLOW_RO is `allow_ro`.
 *
 * The marker and its call must not be separated, hence the statements in assembler.
 */
#pragma once

#include <abi/system_call.h>
#include <stdint.h>

enum measure {
    MEASURE_COMMAND_ABSENT = 1,
    MEASURE_COMMAND_EXISTS = 2,
    MEASURE_YIELD_NOWAIT_EMPTY = 3,
    MEASURE_ALLOW_RO = 4,
    MEASURE_SUBSCRIBE = 5,
    MEASURE_YIELD_WAIT_PENDING = 6,
    MEASURE_SWITCH_YIELD = 7,
    MEASURE_IRQ_TO_UPCALL = 8,
    MEASURE_CONSOLE_WRITE_BEGIN = 9,
    MEASURE_CONSOLE_WRITE_END = 10,
    MEASURE_UPCALL = 11, ///< first instruction of an upcall function
    MEASURE_STOP = 255,  ///< ends the emulation
};

/// How often a program repeats what it measures. Caches do not exist in the emulator; repeats show
/// that a figure is steady.
enum { MEASURE_REPEATS = 16 };

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

/// Executes about 3 instructions a round without a system call.
static inline void measure_spin(uint32_t rounds)
{
    for (uint32_t i = 0; i < rounds; i++) {
        __asm__ volatile("");
    }
}
