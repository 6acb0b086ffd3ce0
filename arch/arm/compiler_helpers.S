// SPDX-License-Identifier: Apache-2.0 OR MIT
/*
 * Memory functions under the names of the Arm run-time ABI, which Clang calls in place of memcpy()
 * and its like, and which libgcc does not have. The names with 4 and 8 promise an alignment that is
 * not used here. Assembled for the kernel and again for the private helpers of the capsules.
 *
 * Reached by calls from compiled code, r0 to r2 hold the arguments; interrupts as the caller has
 * them.
 * Source: Run-time ABI for the Arm Architecture (IHI 0043), 4.3.4.
 */
    .syntax unified
    .thumb

    // Three names for one function.
    .macro names name
    .section .text.\name, "ax", %progbits
    .irp alignment, , 4, 8
    .global \name\alignment
    .type \name\alignment, %function
\name\alignment:
    .endr
    .endm

    // (to, from, bytes), as memcpy() and memmove().
    names __aeabi_memcpy
    b       memcpy

    names __aeabi_memmove
    b       memmove

    // (to, bytes, value); memset() wants the value before the bytes.
    names __aeabi_memset
    mov     r3, r1
    mov     r1, r2
    mov     r2, r3
    b       memset

    // (to, bytes)
    names __aeabi_memclr
    b       memory_clear
