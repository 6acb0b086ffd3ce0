// SPDX-License-Identifier: Apache-2.0 OR MIT
// Exception handlers: system calls, switches, the tick, faults.
//
// A process runs in thread mode on PSP; everything else runs in handlers on MSP. So a handler that
// interrupted a process finds MSP at the top of the kernel stack and may forget its LR: every way
// back to a process is return_to_process, which uses nothing of it. r4 to r11 of a process stay in
// their registers through system calls and ticks, since C functions preserve them; only a switch
// saves them.
//
// arch_current, the context of the process, lies at the top of the kernel stack: where MSP points
// when a handler has interrupted a process, so that these handlers reach it without its address.
//
// Source: Armv7-M ARM (DDI 0403E.e) B1.5.6 to B1.5.8 (entry, return, frames).

#include "assembler.inc"
#include "registers.h"
#include "version.inc"

// -------------------------------------------------------------------------------------------------
// SVCall. Reached by `svc` of a process only: the kernel never executes it. r0 to r3 and r12 are
// not the caller's (another exception may have come between): arguments come from its frame, which
// is process memory and is read as such. Interrupts on. Weak: a build with IPC has a handler of its
// own (arch/arm_ipc), which goes on here if the call is none of IPC.

    function arch_sv_call, weak
    call_begin arch_sv_call, stack_refused, class_refused
    entry   arch_call_serve
    bl      kernel_system_call                  // r0: number of result words, or negative
    cmp     r0, #0
    beq     call_silent
    blt     call_again
    ldr     r3, [sp, #16]                       // arch_current
    // The call may have moved the break below the frame.
    ldrd    r1, r2, [r3, #CONTEXT_STACK_LOW]
    ldr     r12, [r3, #CONTEXT_STACK_POINTER]
    subs    r1, r12, r1
    cmp     r1, r2
    mov     lr, r0
    pop     {r0-r3}
    bhs     stack_refused
    tbb     [pc, lr]
result_table:
    .byte   (result_none - result_table) / 2
    .byte   (result_first - result_table) / 2
    .byte   (result_second - result_table) / 2
    .byte   (result_third - result_table) / 2
    .byte   (result_fourth - result_table) / 2
    .balign 2
result_fourth:
    strt    r3, [r12, #FRAME_R0 + 12]
result_third:
    strt    r2, [r12, #FRAME_R0 + 8]
result_second:
    strt    r1, [r12, #FRAME_R0 + 4]
result_first:
    strt    r0, [r12, #FRAME_R0]
result_none:
    return_to_process

// Four words on the stack.
call_silent:
    add     sp, #16
    return_to_process

// r0: the reason why nothing is to be written; four words on the stack.
    entry   arch_call_again
call_again:
    add     sp, #16
    cmn     r0, #CALL_AGAIN_NEGATED
    bne     result_none
    mrs     r12, psp
again_first:
    ldrt    r0, [r12, #FRAME_PC]
    subs    r0, #2
    strt    r0, [r12, #FRAME_PC]
again_behind:
    return_to_process

// The stack pointer lies outside the memory of the process, or the frame cannot be used. MSP is at
// its top.
    entry   arch_class_refused
class_refused:
    add     sp, #16
    entry   arch_stack_refused
stack_refused:
    movs    r0, #CAUSE_STACK_POINTER
    bl      kernel_call_frame_refused
    return_to_process

    window  arch_sv_call, result_fourth, result_none, stack_refused
    window  arch_sv_call, again_first, again_behind, stack_refused
    end_function arch_sv_call

// -------------------------------------------------------------------------------------------------
// PendSV: the only place where the running process changes. r4 to r11 and PSP are those of the
// process arch_current, if there is one; there is none the first time, when the thread that booted
// the machine is left for good. Interrupts on.

    function arch_pend_sv
    ldr     r0, [sp]                            // arch_current
    cbz     r0, boot_ends
    mrs     r2, psp
    stm     r0, {r2, r4-r11}
switch:
    bl      kernel_work                         // r0: context to run, its protection loaded
    str     r0, [sp]
    process_record_check
    ldm     r0, {r2, r4-r11}
    process_stack_limit_load
    msr     psp, r2
    return_to_process
boot_ends:
    return_to_process_prepare
    movs    r0, #3                              // thread mode is unprivileged from here on
    msr     control, r0
    isb
    b       switch
    end_function arch_pend_sv

// -------------------------------------------------------------------------------------------------
// SysTick. Has interrupted a process or base level, never another handler: device interrupts are
// more urgent, and it runs behind them. Interrupts on.

    function arch_sys_tick
    tst     lr, #8
    beq     tick_at_base_level
    bl      kernel_tick
    cbz     r0, 1f
    ldr     r1, =SCB_ICSR
    mov     r0, #ICSR_PENDSVSET
    str     r0, [r1]
1:  return_to_process

// The frame of what was interrupted is at MSP.
tick_at_base_level:
    mov     r0, sp
    push    {r3, lr}
    bl      arch_tick_at_base_level
    pop     {r3, pc}
    end_function arch_sys_tick

// -------------------------------------------------------------------------------------------------
// Faults. All but HardFault have priority 0. LR bit 3 set: a process did it.
// Nothing on PSP is touched: its stack may be what the fault is about.

    function arch_fault
    tst     lr, #8
    bne     process_fault
    mov     r0, sp                              // frame of the kernel or a capsule
    ldr     r1, =kernel_stack_start + 160
    cmp     r0, r1
    blo     stack_overflow
    push    {r3, lr}
    bl      arch_fault_in_kernel                // edits the frame, or panics
    pop     {r3, pc}

    entry   arch_hard_fault
    tst     lr, #8
    bne     process_fault
    // Out of the kernel: our mistake. The stack may be what is broken, so nothing is kept of it.
    mov     r0, sp
    ldr     r1, =arch_emergency_stack_end
    msr     msp, r1
    b       arch_fault_fatal

// MSP is at its top. r4 to r11 are the process's and are kept for the report.
process_fault:
    mrs     r0, psp
    bl      arch_fault_in_process
    ldr     r0, =arch_parking_frame
    process_stack_limit_clear
    msr     psp, r0
    dsb
    isb                                         // PendSV is pending from here on
    return_to_process

stack_overflow:
    ldr     r1, =arch_emergency_stack_end
    msr     msp, r1
    b       arch_stack_overflow
    end_function arch_fault
