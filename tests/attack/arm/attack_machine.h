// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What attack.h needs to know about Cortex-M. The macros stand where an attack's code does.
#pragma once

#include <stdint.h>

/// What the address of a function has beyond the address of its first instruction: Thumb.
enum { ATTACK_CODE_BIT = 1 };

/// `bx lr`, and `svc #5` before it.
#define ATTACK_RETURN_INSTRUCTIONS {0x4770}
#define ATTACK_CALL_INSTRUCTIONS {0xDF05, 0x4770}

#define ATTACK_UNDEFINED() __asm__ volatile("udf #1")
#define ATTACK_BREAKPOINT() __asm__ volatile("bkpt #0")

/// Makes a system call of any class, a constant, with whatever is in the registers.
#define ATTACK_SYSTEM_CALL(class) \
    __asm__ volatile("svc %[number]" : : [number] "i"(class) : "r0", "r1", "r2", "r3", "memory")

/// Makes an IPC call: the capability goes in and the status comes out in the same register.
#define ATTACK_IPC_CALL(class, status)                                          \
    do {                                                                        \
        register uint32_t r0 __asm__("r0") = (status);                          \
        __asm__ volatile("svc %[number]"                                        \
                         : "+r"(r0)                                             \
                         : [number] "i"(class)                                  \
                         : "r1", "r2", "r3", "r4", "r5", "r6", "r8", "memory"); \
        (status) = r0;                                                          \
    } while (0)

/// A system call stores a frame on the stack of its program.
enum { ATTACK_CALLS_USE_STACK = 1 };

/// Asks where memory starts, with another stack pointer during the call.
static inline uint32_t attack_memory_start_with_stack(uint32_t stack_pointer)
{
    uint32_t start;
    __asm__ volatile("mov   r4, sp\n"
                     "mov   sp, %[pointer]\n"
                     "movs  r0, #2\n"
                     "svc   #5\n"
                     "mov   sp, r4\n"
                     "mov   %[start], r1\n"
                     : [start] "=r"(start)
                     : [pointer] "r"(stack_pointer)
                     : "r0", "r1", "r4", "memory");
    return start;
}
