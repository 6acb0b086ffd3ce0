// SPDX-License-Identifier: Apache-2.0 OR MIT
// From reset to the first kernel work.

#include "assembler.inc"

// Where the hart starts, in machine mode. Nothing is initialised.
    .section .text.start, "ax", @progbits
    .global arch_start
    .type   arch_start, @function
arch_start:
    csrci   mstatus, STATUS_MIE
    csrw    mie, zero
    csrr    t0, mhartid
    bnez    t0, parked
    la      t0, arch_trap
    csrw    mtvec, t0
    csrw    mscratch, zero
    la      sp, kernel_stack_top
    kernel_gp
    jal     arch_boot
    j       arch_work                           // never returns here; the stack is empty
    .size   arch_start, . - arch_start

// Harts that the kernel does not use: no interrupt is enabled, so nothing ever wakes them.
parked:
    wfi
    j       parked
