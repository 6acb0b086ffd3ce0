// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A machine of its own for the test of the counting plugin: a boot that clears memory, a handler of
// known length that accesses a device and looks at work flags, and a program that calls it. Every
// length below is in the test's expectations.

    .syntax unified
    .cpu cortex-m4
    .thumb

    .section .vectors, "a"
    .type arch_vectors, %object
arch_vectors:
    .word 0x20010000
    .word reset + 1
    .word fault + 1, fault + 1, fault + 1, fault + 1, fault + 1
    .word 0, 0, 0, 0
    .word svcall + 1
    .word 0, 0
    .word fault + 1, fault + 1
    .size arch_vectors, . - arch_vectors

    .text
// After reset. 100 rounds of two instructions, then memory clearing, then unprivileged.
    .type reset, %function
reset:
    movs    r0, #100
1:  subs    r0, #1
    bne     1b
    bl      memory_clear
    ldr     r0, =0x20008000
    msr     psp, r0
    movs    r0, #3
    msr     control, r0
    isb
    ldr     r0, =program + 1
    bx      r0
    .size reset, . - reset

// Called by reset. 102 instructions.
    .type memory_clear, %function
memory_clear:
    movs    r0, #50
1:  subs    r0, #1
    bne     1b
    bx      lr
    .size memory_clear, . - memory_clear

// Exception; r5 = 0 or, to sleep, 1. 6 instructions before the look, 44 from there; capsule_work
// adds 12 of a capsule.
    .type svcall, %function
svcall:
    ldr     r0, =0x40004004
    ldr     r1, [r0]
    push    {r4, lr}
    ldr     r1, [r0]
    cbnz    r5, sleep
    bl      kernel_work_look
    movs    r2, #20
1:  subs    r2, #1
    bne     1b
    bl      capsule_work
    pop     {r4, pc}
    .size svcall, . - svcall

// Called by svcall.
    .type kernel_work_look, %function
kernel_work_look:
    bx      lr
    .size kernel_work_look, . - kernel_work_look

// Reached from svcall. PendSV, which has the higher priority now, ends the sleep but is masked and
// never taken. About 35 instructions before the sleep and as many behind it.
    .type sleep, %function
sleep:
    ldr     r0, =0xE000ED04
    mov     r1, #0xE0000000
    str     r1, [r0, #0x18]
    cpsid   i
    mov     r1, #0x10000000
    str     r1, [r0]
    movs    r2, #12
1:  subs    r2, #1
    bne     1b
    dsb
    wfi
    movs    r2, #15
1:  subs    r2, #1
    bne     1b
    mov     r1, #0x08000000
    str     r1, [r0]
    cpsie   i
    pop     {r4, pc}
    .size sleep, . - sleep

// Exception, and where a panic would go. Not reached.
    .global kernel_panic
    .type kernel_panic, %function
    .type fault, %function
kernel_panic:
fault:
    b       fault
    .size fault, . - fault
    .pool

    .global capsule_text_start, capsule_text_end
capsule_text_start:
// Called by svcall. 12 instructions.
    .type capsule_work, %function
capsule_work:
    movs    r3, #5
1:  subs    r3, #1
    bne     1b
    bx      lr
    .size capsule_work, . - capsule_work
capsule_text_end:

    .section .program, "ax"
// The program: three marked calls, one that is not marked, one that sleeps, and a marker that ends
// it all.
    .type program, %function
program:
    movs    r5, #0
    movs    r4, #3
1:  movw    r12, #0xBE00 + 7
    svc     2
    subs    r4, #1
    bne     1b
    svc     2
    movs    r5, #1
    svc     2
    movw    r12, #0xBE00 + 255
    b       .
    .size program, . - program
