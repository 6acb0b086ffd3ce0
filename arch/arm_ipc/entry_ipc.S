// SPDX-License-Identifier: Apache-2.0 OR MIT
// SVCall of a build with IPC: IPC calls are served here, all others where they always are.
//
// An IPC call has its operands in r0 to r3, which the hardware has put into the caller's frame, and
// in r4, r5, r6 and r8, where they still are. Together they make a struct port_message on the
// kernel stack. r7 and r9 to r11 are not touched.

#include "assembler.inc"
#include "registers.h"
#include "version.inc"

// From the class, which is lowest on the stack, to the message.
#define MESSAGE 8

// Reached by `svc` of a process only. Interrupts on.
    function arch_sv_call
    call_begin arch_sv_call, stack_refused, class_refused
    lsls    r12, r0, #31 - 6                    // bit 6 of the class is that of IPC
    bpl     arch_call_serve
    pop     {r3, r12}                           // r0 and r1 of the caller; r2 and r3 remain
    push    {r4-r6, r8}
    push    {r0, r1, r3, r12}                   // r1 keeps the stack at a multiple of 8
    add     r1, sp, #MESSAGE
    bl      kernel_ipc_switch                   // r0: context to go on with, protection loaded
    cbz     r0, ipc_no_switch

// The caller waits, its partner has the results; or they are the same, and nothing is lost. What
// the caller had in r4 to r8 is kept, too, but when it runs again it gets others.
    ldr     r3, [sp, #MESSAGE + MESSAGE_BYTES]  // arch_current
    mrs     r2, psp
    stm     r3, {r2, r4-r11}
    str     r0, [sp, #MESSAGE + MESSAGE_BYTES]
    process_record_check
    process_stack_limit_load
    ldm     r0, {r2, r4-r11}
    msr     psp, r2

// r2: the frame of the process that is to run, and below the class on the stack its results. Who
// waited in a call had its frame tested there, and nothing has moved its break since.
ipc_results:
    add     sp, #MESSAGE
    pop     {r0, r1, r4-r6, r8}
    pop     {r3, r12}                           // for r2 and r3
results_first:
    strt    r0, [r2, #FRAME_R0]
    strt    r1, [r2, #FRAME_R0 + 4]
    strt    r3, [r2, #FRAME_R0 + 8]
    strt    r12, [r2, #FRAME_R0 + 12]
results_written:
    return_to_process

// Nothing has been done. The stack is as above.
ipc_no_switch:
    ldr     r0, [sp]                            // class
    add     r1, sp, #MESSAGE
    bl      kernel_ipc_call
    // An IPC call moves no break, so the frame is where it was when it was tested.
    mrs     r2, psp
    cmn     r0, #CALL_MESSAGE_NEGATED
    beq     ipc_results
    add     sp, #MESSAGE + MESSAGE_BYTES - 16
    b       arch_call_again

class_refused:
    b       arch_class_refused
stack_refused:
    b       arch_stack_refused

    window  arch_sv_call, results_first, results_written, stack_refused
    end_function arch_sv_call
