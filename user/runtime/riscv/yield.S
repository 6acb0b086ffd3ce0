// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// void bulkhead_trap_yield(uint32_t kind, uint32_t flag_address), for 32-bit RISC-V.

    .section .text.bulkhead_trap_yield, "ax", %progbits

// Reached by a call from C with a0 and a1 as the kernel wants them. The kernel makes an upcall
// function return to the instruction behind the ecall, with ra and all that a function may change
// lost.
    .global bulkhead_trap_yield
    .type bulkhead_trap_yield, %function
bulkhead_trap_yield:
    addi    sp, sp, -16
    sw      ra, 12(sp)
    li      a4, 0
    ecall
    lw      ra, 12(sp)
    addi    sp, sp, 16
    ret
    .size bulkhead_trap_yield, . - bulkhead_trap_yield
