// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The probes of registers.c, for Cortex-M.

    .syntax unified
    .thumb

// A function that is called from C with r0 = struct registers, as registers_probe.h has it. At
// NAME_ready all registers are loaded and the call is next but one.
    .macro probe name:req, class
    .section .text.\name, "ax", %progbits
    .global \name
    .type \name, %function
    .thumb_func
\name:
    push    {r4-r11, lr}
    push    {r0}
    mov     lr, r0
    ldr     r0, [lr, #56]
    msr     apsr_nzcvq, r0
    ldm     lr, {r0-r12}
    ldr     lr, [lr, #52]
    .ifnb   \class
    .global \name\()_ready
\name\()_ready:
    nop
    svc     \class
    .else
    .rept   1000
    nop
    .endr
    .endif
    push    {r0-r12, lr}
    mrs     r2, apsr
    ldr     r0, [sp, #56]
    mov     r1, sp
    str     r2, [r0, #56]
    movs    r2, #14
1:  ldr     r3, [r1], #4
    str     r3, [r0], #4
    subs    r2, #1
    bne     1b
    add     sp, #60
    pop     {r4-r11, pc}
    .size \name, . - \name
    .endm

    probe probe_yield, 0
    probe probe_subscribe, 1
    probe probe_command, 2
    probe probe_allow_read_write, 3
    probe probe_allow_read_only, 4
    probe probe_memop, 5
    probe probe_exit, 6
    probe probe_allow_user_readable, 7
    probe probe_ipc_call, 0x40
    probe probe_ipc_reply_receive, 0x41
    probe probe_ipc_receive, 0x42
    probe probe_ipc_signal, 0x47
    probe probe_nothing

// void probe_bad_stack(uint32_t stack_pointer, uint32_t argument): makes a call with that stack
// pointer and does not return.
    .section .text.probe_bad_stack, "ax", %progbits
    .global probe_bad_stack
    .type probe_bad_stack, %function
    .thumb_func
probe_bad_stack:
    mov     sp, r0
    mov     r0, r1
    .global probe_bad_stack_ready
probe_bad_stack_ready:
    nop
    svc     2
    udf     #0
    .size probe_bad_stack, . - probe_bad_stack
