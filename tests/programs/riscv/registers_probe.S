// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The probes of registers.c, for 32-bit RISC-V.

// Saves or restores what a function must keep.
    .macro kept operation
    \operation ra, 0(sp)
    \operation gp, 4(sp)
    \operation tp, 8(sp)
    .set    offset, 12
    .irp    register, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11
    \operation \register, offset(sp)
    .set    offset, offset + 4
    .endr
    .endm

// Loads or stores all registers but the stack pointer, which is the address of the set.
    .macro all operation
    \operation ra, 16(sp)
    \operation gp, 24(sp)
    .set    offset, 28
    .irp    register, tp, t0, t1, t2, s0, s1, a4, a5, a6, a7, s2, s3, s4, s5, s6, s7, s8, s9, s10, \
                      s11, t3, t4, t5, t6
    \operation \register, offset(sp)
    .set    offset, offset + 4
    .endr
    \operation a0, 0(sp)
    \operation a1, 4(sp)
    \operation a2, 8(sp)
    \operation a3, 12(sp)
    .endm

// A function that is called from C with a0 = struct registers, as registers_probe.h has it. Its own
// stack pointer is kept in a variable. The place of ra is cleared before the call, so that a lost
// stack pointer is seen. The class is added to a4 for the time of the call. At NAME_ready all
// registers are loaded and the call is next but one.
    .macro probe name:req, class
    .section .text.\name, "ax", %progbits
    .global \name
    .type \name, %function
\name:
    addi    sp, sp, -64
    kept    sw
    la      t0, probe_stack_pointer
    sw      sp, 0(t0)
    mv      sp, a0
    all     lw
    sw      zero, 16(sp)
    .ifnb   \class
    addi    a4, a4, \class
    .global \name\()_ready
\name\()_ready:
    nop
    ecall
    addi    a4, a4, -(\class)
    .else
    .rept   1000
    nop
    .endr
    .endif
    sw      sp, 20(sp)
    all     sw
    la      t0, probe_stack_pointer
    lw      sp, 0(t0)
    kept    lw
    addi    sp, sp, 64
    ret
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

    .section .bss.probe_stack_pointer, "aw", %nobits
    .balign 4
    .type probe_stack_pointer, %object
probe_stack_pointer:
    .zero   4
    .size probe_stack_pointer, . - probe_stack_pointer
