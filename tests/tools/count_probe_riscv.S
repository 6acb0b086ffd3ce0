// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The machine of count_probe_arm.S for RISC-V, with the same lengths.

// After reset. 100 rounds of two instructions, then memory clearing, then user mode.
    .section .text.start, "ax"
    .global arch_start
    .type arch_start, %function
arch_start:
    li      t0, 100
1:  addi    t0, t0, -1
    bnez    t0, 1b
    jal     memory_clear
    lla     t0, arch_trap
    csrw    mtvec, t0
    li      t0, -1
    csrw    pmpaddr0, t0
    li      t0, 0x1F
    csrw    pmpcfg0, t0
    lla     t0, program
    csrw    mepc, t0
    csrw    mstatus, zero
    mret
    .size arch_start, . - arch_start

    .text
// Called by arch_start. 102 instructions.
    .type memory_clear, %function
memory_clear:
    li      t0, 50
1:  addi    t0, t0, -1
    bnez    t0, 1b
    ret
    .size memory_clear, . - memory_clear

// Trap; a4 = 0 or, to sleep, 1. 6 instructions before the look, 44 from there; capsule_work adds 12
// of a capsule.
    .balign 4
    .type arch_trap, %function
arch_trap:
    bnez    a4, arch_work
    lui     t0, 0x10000
    lbu     t1, 5(t0)
    lbu     t1, 5(t0)
    nop
    jal     kernel_work_look
    li      t2, 18
1:  addi    t2, t2, -1
    bnez    t2, 1b
    csrr    t1, mepc
    addi    t1, t1, 4
    csrw    mepc, t1
    nop
    jal     capsule_work
    mret
    .size arch_trap, . - arch_trap

// Called by arch_trap.
    .type kernel_work_look, %function
kernel_work_look:
    ret
    .size kernel_work_look, . - kernel_work_look

// Reached from arch_trap. Sleeps for 100 microseconds, then 5 instructions.
    .type arch_work, %function
arch_work:
    li      t0, 0x200BFF8
    lw      t1, 0(t0)
    addi    t1, t1, 1000
    li      t0, 0x2004000
    sw      zero, 4(t0)
    sw      t1, 0(t0)
    li      t1, 0x80
    csrw    mie, t1
    wfi
    csrw    mie, zero
    csrr    t1, mepc
    addi    t1, t1, 4
    csrw    mepc, t1
    mret
    .size arch_work, . - arch_work

// Not reached.
    .global kernel_panic
    .type kernel_panic, %function
    .type arch_trap_from_process, %function
    .type arch_trap_in_kernel, %function
arch_trap_from_process:
    j       arch_trap_from_process
arch_trap_in_kernel:
    j       arch_trap_in_kernel
kernel_panic:
    j       kernel_panic
    .size kernel_panic, . - kernel_panic

    .global capsule_text_start, capsule_text_end
capsule_text_start:
// Called by arch_trap. 12 instructions.
    .type capsule_work, %function
capsule_work:
    li      t2, 5
1:  addi    t2, t2, -1
    bnez    t2, 1b
    ret
    .size capsule_work, . - capsule_work
capsule_text_end:

    .section .program, "ax"
// The program: three marked calls, one that is not marked, one that sleeps, and a marker that ends
// it all.
    .type program, %function
program:
    li      a4, 0
    li      s0, 3
1:  lui     zero, 0xBE000 + 7
    ecall
    addi    s0, s0, -1
    bnez    s0, 1b
    ecall
    li      a4, 1
    lui     zero, 0xBE000 + 8
    ecall
    lui     zero, 0xBE000 + 255
    j       .
    .size program, . - program
