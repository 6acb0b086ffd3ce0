// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The trap instruction of an IPC call, for Cortex-M; see bulkhead/ipc_call.h.
 *
 * r7 is not among the registers, since compilers take it for themselves in Thumb code; r9 may be
 * the base of a program's data.
 */
#pragma once

#define BULKHEAD_IPC_TRAP(class, registers, buffer)                                              \
    do {                                                                                         \
        __typeof__(buffer) buffer_ = (buffer);                                                   \
        register uintptr_t r0_ __asm__("r0") = (registers).capability;                           \
        register uintptr_t r1_ __asm__("r1") = (registers).info;                                 \
        register uintptr_t r2_ __asm__("r2") = (registers).window;                               \
        register uintptr_t r3_ __asm__("r3") = (registers).reply_slot;                           \
        register uintptr_t r4_ __asm__("r4") = (registers).word[0];                              \
        register uintptr_t r5_ __asm__("r5") = (registers).word[1];                              \
        register uintptr_t r6_ __asm__("r6") = (registers).word[2];                              \
        register uintptr_t r8_ __asm__("r8") = (registers).word[3];                              \
        __asm__ volatile("svc %[number]"                                                         \
                         : "+r"(r0_), "+r"(r1_), "+r"(r2_), "+r"(r3_), "+r"(r4_), "+r"(r5_),     \
                           "+r"(r6_), "+r"(r8_), "+m"(*buffer_)                                  \
                         : [number] "i"(class)                                                   \
                         : "memory");                                                            \
        (registers) = (struct bulkhead_ipc_registers){r0_, r1_, {r4_, r5_, r6_, r8_}, r2_, r3_}; \
    } while (0)
