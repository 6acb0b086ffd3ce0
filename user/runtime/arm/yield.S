// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// void bulkhead_trap_yield(uint32_t kind, uint32_t flag_address), for Armv7-M.

    .syntax unified
    .thumb

    .section .text.bulkhead_trap_yield, "ax", %progbits

// Reached by a call from C with r0 and r1 as the kernel wants them. The kernel makes an upcall
// function return to the instruction behind the svc, with lr and r0 to r3 and r12 lost; r4 is
// pushed to keep the stack aligned to 8.
    .global bulkhead_trap_yield
    .type bulkhead_trap_yield, %function
    .thumb_func
bulkhead_trap_yield:
    push    {r4, lr}
    svc     #0
    pop     {r4, pc}
    .size bulkhead_trap_yield, . - bulkhead_trap_yield
