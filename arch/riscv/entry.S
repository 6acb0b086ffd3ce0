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

// What a C function may change, but for t0, in the frame of a trap out of the kernel that sp points
// to.
    .macro frame_volatile operation
    .set    place, FRAME_REGISTERS
    .irp    register, ra, t1, t2, t3, t4, t5, t6, a0, a1, a2, a3, a4, a5, a6, a7
    \operation \register, place(sp)
    .set    place, place + WORD_BYTES
    .endr
    .endm

// -------------------------------------------------------------------------------------------------
// mtvec. Reached by every trap, with nothing but sp and mscratch known. Weak: a build with IPC has
// an entry of its own (arch/riscv_ipc), which goes on here with all that is no IPC call.

    function arch_trap, binding=weak
    trap_begin trap_in_kernel, trap_is_no_call, all
    entry   arch_call_serve
    addi    a1, sp, CONTEXT_A0                  // arguments in, results out
    andi    a0, a4, 255                         // class
    kernel_stack_begin
    jal     kernel_system_call
    bltz    a0, call_unfinished

// sp: kernel_stack_top; tp and s0 to s11 are those of arch_current.
    entry   arch_call_finished
call_finished:
    load_word t0, WORK_IS_PENDING(sp)
    beqz    t0, return_to_process
    load_word t0, CURRENT(sp)
    context_kept store_word, t0

// The only place where the running process changes. Reached from boot, too, with arch_current null.
// Kernel work may answer with the same process: then its registers are still in place.
    entry   arch_work
    store_word zero, WORK_IS_PENDING(sp)
    jal     kernel_work                         // a0: context to run, its protection loaded
    load_word t0, WORK_IS_PENDING(sp)
    bnez    t0, arch_work
    load_word t0, CURRENT(sp)
    beq     t0, a0, return_to_process
    store_word a0, CURRENT(sp)
    // The process may have been interrupted between a load-reserved and its store-conditional. The
    // latter must not succeed because of what the one before it reserved. Emulators see to that.
    // Source: RISC-V Unprivileged ISA 20191213, 8.2.
    store_word_conditional zero, a0, (sp)
    context_kept load_word, a0

// tp and s0 to s11 are in the processor.
return_to_process:
    load_word sp, CURRENT(sp)
    load_word t0, CONTEXT_PC(sp)
    csrw    mscratch, sp
    csrw    mepc, t0
    li      t1, STATUS_USER
    csrw    mstatus, t1
    context_volatile load_word, sp
    context_message load_word
    load_word t0, CONTEXT_T0(sp)
    load_word sp, CONTEXT_SP(sp)
    mret

// a0: why nothing is to be written. The call instruction is executed again, or nothing is done.
    entry   arch_call_unfinished
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
    entry   arch_trap_is_no_call
trap_is_no_call:
    csrr    t0, mstatus
    li      t3, STATUS_MPP
    and     t0, t0, t3
    bnez    t0, trap_in_trap
    store_word t1, CONTEXT_PC(sp)
    // A process that is interrupted between a load-reserved and its store-conditional must see the
    // latter fail, since the kernel may write to its memory in between. ra is kept at this place.
    store_word_conditional zero, ra, (sp)
    mv      a0, t2
    csrr    a1, mtval
    kernel_stack_begin
    jal     arch_trap_from_process
    j       call_finished

// -------------------------------------------------------------------------------------------------
// A trap out of the kernel or a capsule: the tick while a capsule runs, a refused access in a
// window, a fault. sp was anything and is in mscratch; sp is 0. Goes on a stack of its own.

    entry   arch_trap_in_kernel_begin
trap_in_kernel:
    la      sp, arch_exception_frame
    store_word t0, FRAME_T0(sp)
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
    load_word t0, FRAME_T0(sp)
    load_word sp, FRAME_SP(sp)
    mret

trap_in_trap:
    la      a0, text_trap_in_trap
    j       port_panic
    end_function arch_trap

    .section .rodata.text_trap_in_trap, "a", @progbits
text_trap_in_trap:
    .asciz  "trap in the trap handler"
