// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The trap instruction of an IPC call, for RISC-V: the class is in a4; see bulkhead/ipc_call.h.
#pragma once

#define BULKHEAD_IPC_TRAP(class, registers, buffer)                                              \
    do {                                                                                         \
        __typeof__(buffer) buffer_ = (buffer);                                                   \
        register uintptr_t a0_ __asm__("a0") = (registers).capability;                           \
        register uintptr_t a1_ __asm__("a1") = (registers).info;                                 \
        register uintptr_t a2_ __asm__("a2") = (registers).word[0];                              \
        register uintptr_t a3_ __asm__("a3") = (registers).word[1];                              \
        register uintptr_t a4_ __asm__("a4") = (class);                                          \
        register uintptr_t a5_ __asm__("a5") = (registers).word[2];                              \
        register uintptr_t a6_ __asm__("a6") = (registers).word[3];                              \
        register uintptr_t a7_ __asm__("a7") = (registers).reply_slot;                           \
        register uintptr_t t0_ __asm__("t0") = (registers).window;                               \
        __asm__ volatile("ecall"                                                                 \
                         : "+r"(a0_), "+r"(a1_), "+r"(a2_), "+r"(a3_), "+r"(a5_), "+r"(a6_),     \
                           "+r"(a7_), "+r"(t0_), "+m"(*buffer_)                                  \
                         : "r"(a4_)                                                              \
                         : "memory");                                                            \
        (registers) = (struct bulkhead_ipc_registers){a0_, a1_, {a2_, a3_, a5_, a6_}, a7_, t0_}; \
    } while (0)
