// SPDX-License-Identifier: Apache-2.0 OR MIT
// The trap entry of a build with IPC: IPC calls are served here, all else where it always is.
//
// An IPC call has its operands in a0 to a3, a5 to a7 and t0. Together they make a struct
// port_message on the kernel stack. Results go to the same registers, but for the badge: its low
// half to a7, its high half to t0.

#include <generated/arch_offsets.h>

#include "assembler.inc"

#define IPC_CLASS 0x40

// Stores or loads a struct port_message, which sp points to, given which registers come last.
    .macro message operation, last_but_one, last
    .set    place, 0
    .irp    register, a0, a1, a2, a3, a5, a6, \last_but_one, \last
    \operation \register, place(sp)
    .set    place, place + 4
    .endr
    .endm

// mtvec. Reached by every trap, with nothing but sp and mscratch known.

    function arch_trap
    trap_begin ipc_trap_in_kernel, ipc_trap_is_no_call
    andi    t2, a4, IPC_CLASS
    bnez    t2, ipc_call
    context_message store_word
    j       arch_call_serve

ipc_call:
    load_word t0, CONTEXT_T0(sp)
    kernel_stack_begin
    addi    sp, sp, -MESSAGE_BYTES
    message sw, t0, a7
    andi    a0, a4, 255
    mv      a1, sp
    jal     kernel_ipc_switch                   // a0: context to go on with, protection loaded
    load_word t0, MESSAGE_BYTES + CURRENT(sp)
    beqz    a0, ipc_no_switch
    beq     a0, t0, ipc_results_here

// The caller waits; its partner has the results.
    context_kept store_word, t0
    store_word a0, MESSAGE_BYTES + CURRENT(sp)
    context_kept load_word, a0

// No work can have been asked for since the last return to a process, where none was.
ipc_results_here:
    load_word t0, CONTEXT_PC(a0)
    csrw    mscratch, a0
    csrw    mepc, t0
    li      t1, STATUS_USER
    csrw    mstatus, t1
    context_volatile load_word, a0
    message lw, a7, t0
    csrr    sp, mscratch
    load_word sp, CONTEXT_SP(sp)
    mret

// a0: the context that the results on the stack are for; it is arch_current.
ipc_results:
    mv      a1, sp
    jal     port_context_message
    addi    sp, sp, MESSAGE_BYTES
    j       arch_call_finished

// Nothing has been done. t0: arch_current. The call may be a fault, whose report shows the
// registers.
ipc_no_switch:
    mv      a0, t0
    mv      a1, sp
    jal     arch_message_keep
    load_word a0, MESSAGE_BYTES + CURRENT(sp)
    load_word a0, CONTEXT_A4(a0)
    andi    a0, a0, 255
    mv      a1, sp
    jal     kernel_ipc_call
    mv      t0, a0
    li      t1, CALL_MESSAGE
    load_word a0, MESSAGE_BYTES + CURRENT(sp)
    beq     t0, t1, ipc_results
    mv      a0, t0
    addi    sp, sp, MESSAGE_BYTES
    j       arch_call_unfinished

ipc_trap_in_kernel:
    j       arch_trap_in_kernel_begin
ipc_trap_is_no_call:
    context_message store_word
    j       arch_trap_is_no_call
    end_function arch_trap
