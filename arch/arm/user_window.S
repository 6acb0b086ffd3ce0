// SPDX-License-Identifier: Apache-2.0 OR MIT
// The only instructions that touch process memory beside those of the system call entry.
//
// LDRT and STRT are checked by the protection unit as if the process had executed them. A refused
// one makes a fault whose handler finds it in the exception table and goes on at the entry's third
// address, with the registers as they were. Every access is naturally aligned. No instruction here
// is in an IT block. Counts are exact: after a fault in a wide step the rest is tried byte by byte.
//
// Source: Armv7-M ARM (DDI 0403E.e) A7.7.46, A7.7.61, A7.7.71 (LDRBT, LDRHT, LDRT) and their
// stores.

#include "assembler.inc"
#include "registers.h"
#include <generated/arch_offsets.h>

// -------------------------------------------------------------------------------------------------
// size_t user_window_copy_in(void *to, uintptr_t from, size_t bytes)
// r0: to, r1: from, r2: bytes left. In wide loops r2 is short by one step.

    function user_window_copy_in
    orr     r3, r0, r1
    lsls    r3, r3, #30
    bne     in_unaligned
in_aligned:
    subs    r2, #32
    blo     in_rest
    push    {r4-r10}
in_blocks:
    ldrt    r3, [r1]
    ldrt    r4, [r1, #4]
    ldrt    r5, [r1, #8]
    ldrt    r6, [r1, #12]
    ldrt    r7, [r1, #16]
    ldrt    r8, [r1, #20]
    ldrt    r9, [r1, #24]
in_blocks_last:
    ldrt    r10, [r1, #28]
    adds    r1, #32
    stm     r0!, {r3-r10}
    subs    r2, #32
    bhs     in_blocks
in_blocks_end:
    pop     {r4-r10}
in_rest:
    adds    r2, #32
    beq     in_end
    subs    r2, #4
    blo     in_words_end
in_words:
    ldrt    r3, [r1]
    adds    r1, #4
    str     r3, [r0], #4
    subs    r2, #4
    bpl     in_words
in_words_end:
    adds    r2, #4
    beq     in_end
in_bytes:
    ldrbt   r3, [r1]
    adds    r1, #1
    strb    r3, [r0], #1
    subs    r2, #1
    bne     in_bytes
in_end:
    mov     r0, r2
    bx      lr

// Single bytes up to the first aligned one, if both sides come to it together.
in_unaligned:
    cmp     r2, #8
    blo     in_few
    eor     r3, r0, r1
    lsls    r3, r3, #30
    bne     in_bytes
in_head:
    ldrbt   r3, [r1]
    adds    r1, #1
    strb    r3, [r0], #1
    subs    r2, #1
    lsls    r3, r1, #30
    bne     in_head
    b       in_aligned
in_few:
    cmp     r2, #0
    bne     in_bytes
    b       in_end

    window  user_window_copy_in, in_blocks, in_blocks_last, in_blocks_end
    window  user_window_copy_in, in_words, in_words, in_words_end
    window  user_window_copy_in, in_bytes, in_bytes, in_end
    window  user_window_copy_in, in_head, in_head, in_end
    end_function user_window_copy_in

// -------------------------------------------------------------------------------------------------
// size_t user_window_copy_out(uintptr_t to, const void *from, size_t bytes)

    function user_window_copy_out
    orr     r3, r0, r1
    lsls    r3, r3, #30
    bne     out_unaligned
out_aligned:
    subs    r2, #32
    blo     out_rest
    push    {r4-r10}
out_blocks:
    ldm     r1!, {r3-r10}
out_blocks_first:
    strt    r3, [r0]
    strt    r4, [r0, #4]
    strt    r5, [r0, #8]
    strt    r6, [r0, #12]
    strt    r7, [r0, #16]
    strt    r8, [r0, #20]
    strt    r9, [r0, #24]
out_blocks_last:
    strt    r10, [r0, #28]
    adds    r0, #32
    subs    r2, #32
    bhs     out_blocks
out_blocks_end:
    pop     {r4-r10}
out_rest:
    adds    r2, #32
    beq     out_end
    subs    r2, #4
    blo     out_words_end
out_words:
    ldr     r3, [r1]
out_words_store:
    strt    r3, [r0]
    adds    r1, #4
    adds    r0, #4
    subs    r2, #4
    bpl     out_words
out_words_end:
    adds    r2, #4
    beq     out_end
out_bytes:
    ldrb    r3, [r1], #1
out_bytes_store:
    strbt   r3, [r0]
    adds    r0, #1
    subs    r2, #1
    bne     out_bytes
out_end:
    mov     r0, r2
    bx      lr

// A block was refused; its words have been taken from the source already.
out_blocks_refused:
    subs    r1, #32
    b       out_blocks_end

out_unaligned:
    cmp     r2, #8
    blo     out_few
    eor     r3, r0, r1
    lsls    r3, r3, #30
    bne     out_bytes
out_head:
    ldrb    r3, [r1], #1
out_head_store:
    strbt   r3, [r0]
    adds    r0, #1
    subs    r2, #1
    lsls    r3, r0, #30
    bne     out_head
    b       out_aligned
out_few:
    cmp     r2, #0
    bne     out_bytes
    b       out_end

    window  user_window_copy_out, out_blocks_first, out_blocks_last, out_blocks_refused
    window  user_window_copy_out, out_words_store, out_words_store, out_words_end
    window  user_window_copy_out, out_bytes_store, out_bytes_store, out_end
    window  user_window_copy_out, out_head_store, out_head_store, out_end
    end_function user_window_copy_out

// -------------------------------------------------------------------------------------------------
// enum error user_window_load_32(uintptr_t from, uint32_t *value)

    function user_window_load_32
load_32:
    ldrt    r2, [r0]
    str     r2, [r1]
    movs    r0, #0
    bx      lr
load_32_refused:
    movs    r0, #0
    str     r0, [r1]
    movs    r0, #ACCESS_REFUSED
    bx      lr
    window  user_window_load_32, load_32, load_32, load_32_refused
    end_function user_window_load_32

// -------------------------------------------------------------------------------------------------
// enum error user_window_store_16(uintptr_t to, uint32_t value)

    function user_window_store_16
store_16:
    strht   r1, [r0]
    movs    r0, #0
    bx      lr
store_16_refused:
    movs    r0, #ACCESS_REFUSED
    bx      lr
    window  user_window_store_16, store_16, store_16, store_16_refused
    end_function user_window_store_16

// -------------------------------------------------------------------------------------------------
// enum error user_window_exchange_32(uintptr_t at, uint32_t expected, uint32_t desired,
//                                     uint32_t *seen)
// There are no unprivileged exclusive accesses, so nothing that could touch the word may run: until
// the end only faults are taken, and r12 holds the priority to go back to. On a Cortex-M7 it may
// rise late unless interrupts are masked meanwhile.

    function user_window_exchange_32
    push    {r4, lr}
    mrs     r12, basepri
    movs    r4, #BASEPRI_NO_INTERRUPT
    cpsid   i
    msr     basepri, r4
    cpsie   i
exchange_load:
    ldrt    r4, [r0]
    cmp     r4, r1
    bne     exchange_end
exchange_store:
    strt    r2, [r0]
exchange_end:
    movs    r0, #0
exchange_leave:
    msr     basepri, r12
    str     r4, [r3]
    pop     {r4, pc}
exchange_refused:
    movs    r0, #ACCESS_REFUSED
    movs    r4, #0
    b       exchange_leave
    window  user_window_exchange_32, exchange_load, exchange_store, exchange_refused
    end_function user_window_exchange_32

// -------------------------------------------------------------------------------------------------
// bool arch_frame_upcall(uint32_t frame, uint32_t function, const uint32_t argument[4])
// Turns the frame of a process behind a yield call into that of a function called there. The
// execution state of the instruction before it (IT, ICI) must not leak into the function.

    function arch_frame_upcall
    push    {r4-r6}
    ldm     r2, {r3-r6}
upcall_first:
    strt    r3, [r0, #FRAME_R0]
    strt    r4, [r0, #FRAME_R0 + 4]
    strt    r5, [r0, #FRAME_R0 + 8]
    strt    r6, [r0, #FRAME_R0 + 12]
    ldrt    r3, [r0, #FRAME_PC]
    ldrt    r4, [r0, #FRAME_XPSR]
    orr     r3, r3, #1
    bic     r1, r1, #1
    and     r4, r4, #XPSR_PADDED
    orr     r4, r4, #XPSR_THUMB
    strt    r3, [r0, #FRAME_LR]
    strt    r1, [r0, #FRAME_PC]
upcall_last:
    strt    r4, [r0, #FRAME_XPSR]
    movs    r0, #1
upcall_end:
    pop     {r4-r6}
    bx      lr
upcall_refused:
    movs    r0, #0
    b       upcall_end

    window  arch_frame_upcall, upcall_first, upcall_last, upcall_refused
    end_function arch_frame_upcall
