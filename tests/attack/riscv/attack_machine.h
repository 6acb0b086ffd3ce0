// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What attack.h needs to know about RISC-V. The macros stand where an attack's code does.
#pragma once

#include <stdint.h>

/// What the address of a function has beyond the address of its first instruction: nothing.
enum { ATTACK_CODE_BIT = 0 };

/// `ret`, and `ecall` before it.
#define ATTACK_RETURN_INSTRUCTIONS {0x8067, 0x0000}
#define ATTACK_CALL_INSTRUCTIONS {0x0073, 0x0000, 0x8067, 0x0000}

#define ATTACK_UNDEFINED() __asm__ volatile("unimp")
#define ATTACK_BREAKPOINT() __asm__ volatile("ebreak")

/// Executes instructions for control registers, with t0 to work with. Programs are compiled for a
/// processor that has none.
#define ATTACK_CONTROL_REGISTER(instructions)                   \
    __asm__ volatile(".option push\n"                           \
                     ".option arch, +zicsr\n" instructions "\n" \
                     ".option pop\n"                            \
                     :                                          \
                     :                                          \
                     : "t0", "memory")

/// Makes a system call of any class with whatever is in the registers.
#define ATTACK_SYSTEM_CALL(class)                                                 \
    do {                                                                          \
        register uint32_t a4 __asm__("a4") = (class);                             \
        __asm__ volatile("ecall" : : "r"(a4) : "a0", "a1", "a2", "a3", "memory"); \
    } while (0)

/// Makes an IPC call: the capability goes in and the status comes out in the same register.
#define ATTACK_IPC_CALL(class, status)                                          \
    do {                                                                        \
        register uint32_t a0 __asm__("a0") = (status);                          \
        register uint32_t a4 __asm__("a4") = (class);                           \
        __asm__ volatile("ecall"                                                \
                         : "+r"(a0)                                             \
                         : "r"(a4)                                              \
                         : "a1", "a2", "a3", "a5", "a6", "a7", "t0", "memory"); \
        (status) = a0;                                                          \
    } while (0)

/// A system call stores nothing on the stack of its program.
enum { ATTACK_CALLS_USE_STACK = 0 };

/// Asks where memory starts, with another stack pointer during the call. Returns 0 if the call has
/// not succeeded or has changed the stack pointer.
static inline uint32_t attack_memory_start_with_stack(uint32_t stack_pointer)
{
    uint32_t found;
    register uint32_t a0 __asm__("a0") = 2;
    register uint32_t a1 __asm__("a1") = 0;
    register uint32_t a4 __asm__("a4") = 5;
    __asm__ volatile("mv s1, sp\n"
                     "mv sp, %[pointer]\n"
                     "ecall\n"
                     "mv %[found], sp\n"
                     "mv sp, s1\n"
                     : "+r"(a0), "+r"(a1), [found] "=&r"(found)
                     : [pointer] "r"(stack_pointer), "r"(a4)
                     : "s1", "memory");
    return a0 == 129 && found == stack_pointer ? a1 : 0;
}
