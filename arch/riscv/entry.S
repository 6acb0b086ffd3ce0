// SPDX-License-Identifier: Apache-2.0 OR MIT
// Traps: system calls, interrupts and faults of processes; the tick and faults under the kernel.
//
// mscratch holds the context of the process while a process runs, and 0 while the kernel does. So
// one exchange says whose trap it is and gives the place for the registers of the process, whose
// own stack pointer is never used. A system call saves and restores only what a C function may
// change; the other registers stay where they are, and are saved when another process may come.
//
// While the kernel works for a process, its stack starts at kernel_stack_top, where arch_current
// and arch_work_is_pending lie: reached without their addresses.
//
// Interrupts are off throughout. The kernel has a gp of its own, from which its data is reached in
// one instruction, and capsules share it. tp is the process's: the kernel does not use it.
//
// Source: RISC-V Privileged Architecture 1.12, 3.1.6 to 3.1.16 (trap registers), 3.3.2 (mret).

#include <generated/arch_offsets.h>

#include "assembler.inc"
#include "registers.h"

#define CURRENT 0
#define WORK_IS_PENDING 8

// What a C function may change, but for t0, and gp, in the context that sp points to.
    .macro context_volatile operation
    \operation ra, CONTEXT_RA(sp)
    \operation gp, CONTEXT_GP(sp)
    \operation t1, CONTEXT_T1(sp)
    \operation t2, CONTEXT_T2(sp)
    \operation a0, CONTEXT_A0(sp)
    \operation a1, CONTEXT_A1(sp)
    \operation a2, CONTEXT_A2(sp)
    \operation a3, CONTEXT_A3(sp)
    \operation a4, CONTEXT_A4(sp)
    \operation a5, CONTEXT_A5(sp)
    \operation a6, CONTEXT_A6(sp)
    \operation a7, CONTEXT_A7(sp)
    \operation t3, CONTEXT_T3(sp)
    \operation t4, CONTEXT_T4(sp)
    \operation t5, CONTEXT_T5(sp)
    \operation t6, CONTEXT_T6(sp)
    .endm

// The rest, which C functions keep or never use, in the context that `base` points to.
    .macro context_kept operation, base
    \operation tp, CONTEXT_TP(\base)
    \operation s0, CONTEXT_S0(\base)
    \operation s1, CONTEXT_S1(\base)
    \operation s2, CONTEXT_S2(\base)
    \operation s3, CONTEXT_S3(\base)
    \operation s4, CONTEXT_S4(\base)
    \operation s5, CONTEXT_S5(\base)
    \operation s6, CONTEXT_S6(\base)
    \operation s7, CONTEXT_S7(\base)
    \operation s8, CONTEXT_S8(\base)
    \operation s9, CONTEXT_S9(\base)
    \operation s10, CONTEXT_S10(\base)
    \operation s11, CONTEXT_S11(\base)
    .endm

// The same, in the frame of a trap out of the kernel that sp points to.
    .macro frame_volatile operation
    \operation ra, FRAME_REGISTERS(sp)
    \operation t1, FRAME_REGISTERS + 2 * WORD_BYTES(sp)
    \operation t2, FRAME_REGISTERS + 3 * WORD_BYTES(sp)
    \operation t3, FRAME_REGISTERS + 4 * WORD_BYTES(sp)
    \operation t4, FRAME_REGISTERS + 5 * WORD_BYTES(sp)
    \operation t5, FRAME_REGISTERS + 6 * WORD_BYTES(sp)
    \operation t6, FRAME_REGISTERS + 7 * WORD_BYTES(sp)
    \operation a0, FRAME_REGISTERS + 8 * WORD_BYTES(sp)
    \operation a1, FRAME_REGISTERS + 9 * WORD_BYTES(sp)
    \operation a2, FRAME_REGISTERS + 10 * WORD_BYTES(sp)
    \operation a3, FRAME_REGISTERS + 11 * WORD_BYTES(sp)
    \operation a4, FRAME_REGISTERS + 12 * WORD_BYTES(sp)
    \operation a5, FRAME_REGISTERS + 13 * WORD_BYTES(sp)
    \operation a6, FRAME_REGISTERS + 14 * WORD_BYTES(sp)
    \operation a7, FRAME_REGISTERS + 15 * WORD_BYTES(sp)
    .endm

// -------------------------------------------------------------------------------------------------
// mtvec. Reached by every trap, with nothing but sp and mscratch known.

    function arch_trap
    csrrw   sp, mscratch, sp
    beqz    sp, trap_in_kernel
    store_word t0, CONTEXT_T0(sp)
    context_volatile store_word
    csrrw   t0, mscratch, zero
    csrr    t1, mepc
    store_word t0, CONTEXT_SP(sp)
    kernel_gp
    csrr    t2, mcause
    li      t3, CAUSE_CALL_FROM_USER
    bne     t2, t3, trap_is_no_call
    addi    t1, t1, CALL_BYTES
    store_word t1, CONTEXT_PC(sp)
    addi    a1, sp, CONTEXT_A0                  // arguments in, results out
    andi    a0, a4, 255                         // class
    la      sp, kernel_stack_top
    jal     kernel_system_call
    bltz    a0, call_unfinished

// sp: kernel_stack_top; tp and s0 to s11 are those of arch_current.
call_finished:
    load_word t0, WORK_IS_PENDING(sp)
    bnez    t0, work_for_process
    load_word sp, CURRENT(sp)

// sp: the context to go to; tp and s0 to s11 are in the processor.
return_to_process:
    load_word t0, CONTEXT_PC(sp)
    csrw    mscratch, sp
    csrw    mepc, t0
    li      t1, STATUS_USER
    csrw    mstatus, t1
    context_volatile load_word
    load_word t0, CONTEXT_T0(sp)
    load_word sp, CONTEXT_SP(sp)
    mret

// a0: why nothing is to be written. The call instruction is executed again, or nothing is done.
call_unfinished:
    li      t0, CALL_AGAIN
    bne     a0, t0, call_finished
    load_word t1, CURRENT(sp)
    load_word t0, CONTEXT_PC(t1)
    addi    t0, t0, -CALL_BYTES
    store_word t0, CONTEXT_PC(t1)
    j       call_finished

// An interrupt or a fault. sp: the context, t1: mepc, t2: mcause. Came it from machine mode, then
// mscratch was not 0 there: the entry below failed. There is nothing left to rely on.
trap_is_no_call:
    csrr    t0, mstatus
    li      t3, STATUS_MPP
    and     t0, t0, t3
    bnez    t0, trap_in_trap
    store_word t1, CONTEXT_PC(sp)
    // A process that is interrupted between a load-reserved and its store-conditional must see the
    // latter fail, since the kernel may write to its memory in between.
    addi    t0, sp, CONTEXT_PC
    store_word_conditional zero, t1, (t0)
    mv      a0, t2
    csrr    a1, mtval
    la      sp, kernel_stack_top
    jal     arch_trap_from_process
    j       call_finished

// -------------------------------------------------------------------------------------------------
// The only place where the running process changes. sp: kernel_stack_top.

work_for_process:
    load_word t0, CURRENT(sp)
    context_kept store_word, t0

// From boot, too, with arch_current null. Returns to the kernel's answer, which may be the same
// process: then its registers are still in place.
    entry   arch_work
    store_word zero, WORK_IS_PENDING(sp)
    jal     kernel_work                         // a0: context to run, its protection loaded
    load_word t0, WORK_IS_PENDING(sp)
    bnez    t0, arch_work
    load_word t0, CURRENT(sp)
    bne     t0, a0, switch
    mv      sp, a0
    j       return_to_process
switch:
    store_word a0, CURRENT(sp)
    mv      sp, a0
    context_kept load_word, sp
    j       return_to_process

// -------------------------------------------------------------------------------------------------
// A trap out of the kernel or a capsule: the tick while a capsule runs, a refused access in a
// window, a fault. sp was anything and is in mscratch; sp is 0. Goes on a stack of its own.

trap_in_kernel:
    la      sp, arch_exception_frame
    store_word t0, FRAME_REGISTERS + WORD_BYTES(sp)
    csrr    t0, mstatus
    store_word t0, FRAME_STATUS(sp)
    li      t0, STATUS_MPRV
    csrc    mstatus, t0
    csrrw   t0, mscratch, zero
    store_word t0, FRAME_SP(sp)
    load_word t0, FRAME_IS_ACTIVE(sp)
    bnez    t0, trap_in_trap
    store_word sp, FRAME_IS_ACTIVE(sp)
    frame_volatile store_word
    csrr    t0, mepc
    store_word t0, FRAME_PC(sp)
    mv      a0, sp
    csrr    a1, mcause
    csrr    a2, mtval
    jal     arch_trap_in_kernel
    load_word t0, FRAME_PC(sp)
    csrw    mepc, t0
    load_word t0, FRAME_STATUS(sp)
    csrw    mstatus, t0
    store_word zero, FRAME_IS_ACTIVE(sp)
    frame_volatile load_word
    load_word t0, FRAME_REGISTERS + WORD_BYTES(sp)
    load_word sp, FRAME_SP(sp)
    mret

trap_in_trap:
    la      a0, text_trap_in_trap
    j       port_panic
    end_function arch_trap

    .section .rodata.text_trap_in_trap, "a", @progbits
text_trap_in_trap:
    .asciz  "trap in the trap handler"
