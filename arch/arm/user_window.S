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
// size_t user_window_copy_out(uintptr_t to, const void *from, size_t bytes)
// r0: to, r1: from, r2: bytes left. In wide loops r2 is short by one step. The two differ in which
// side is the process's, and so in the steps, which set r0 and r1 behind what they have moved.

    .macro in_step width, bytes, refused
    try     user_window_copy_in, \refused, ldr\width\()t r3, [r1]
    adds    r1, #\bytes
    str\width r3, [r0], #\bytes
    .endm

    .macro out_step width, bytes, refused
    ldr\width r3, [r1], #\bytes
    try     user_window_copy_out, \refused, str\width\()t r3, [r0]
    adds    r0, #\bytes
    .endm

    .macro eight operation, base
    .set    place, 0
    .irp    register, r3, r4, r5, r6, r7, r8, r9, r10
    \operation \register, [\base, #place]
    .set    place, place + 4
    .endr
    .endm

    .macro in_block refused
    try     user_window_copy_in, \refused, eight ldrt, r1
    adds    r1, #32
    stm     r0!, {r3-r10}
    .endm

    .macro out_block refused
    ldm     r1!, {r3-r10}
    try     user_window_copy_out, \refused, eight strt, r0
    adds    r0, #32
    .endm

    .macro copy_function name, side, block_refused, word_refused
    function \name
    orr     r3, r0, r1
    lsls    r3, r3, #30
    bne     \side\()_unaligned
\side\()_aligned:
    subs    r2, #32
    blo     \side\()_rest
    push    {r4-r10}
\side\()_blocks:
    \side\()_block \block_refused
    subs    r2, #32
    bhs     \side\()_blocks
\side\()_blocks_end:
    pop     {r4-r10}
\side\()_rest:
    adds    r2, #32
    beq     \side\()_end
    subs    r2, #4
    blo     \side\()_words_end
\side\()_words:
    \side\()_step , 4, \word_refused
    subs    r2, #4
    bpl     \side\()_words
\side\()_words_end:
    adds    r2, #4
\side\()_bytes_begin:
    cbz     r2, \side\()_end
\side\()_bytes:
    \side\()_step b, 1, \side\()_end
    subs    r2, #1
    bne     \side\()_bytes
\side\()_end:
    mov     r0, r2
    bx      lr

// Single bytes up to the first aligned one, if both sides come to it together.
\side\()_unaligned:
    cmp     r2, #8
    blo     \side\()_bytes_begin
    eor     r3, r0, r1
    lsls    r3, r3, #30
    bne     \side\()_bytes
\side\()_head:
    \side\()_step b, 1, \side\()_end
    subs    r2, #1
    lsls    r3, r0, #30
    bne     \side\()_head
    b       \side\()_aligned
    .endm

    copy_function user_window_copy_in, in, in_blocks_end, in_words_end
    end_function user_window_copy_in

// What was refused on the way out has been taken from the source already.
    copy_function user_window_copy_out, out, out_block_refused, out_word_refused
out_block_refused:
    subs    r1, #32
    b       out_blocks_end
out_word_refused:
    subs    r1, #4
    b       out_words_end
    end_function user_window_copy_out

// -------------------------------------------------------------------------------------------------
// enum error user_window_load_32(uintptr_t from, uint32_t *value)

    function user_window_load_32
    try     user_window_load_32, load_32_refused, ldrt r2, [r0]
    str     r2, [r1]
    movs    r0, #0
    bx      lr
load_32_refused:
    movs    r0, #0
    str     r0, [r1]
    movs    r0, #ACCESS_REFUSED
    bx      lr
    end_function user_window_load_32

// -------------------------------------------------------------------------------------------------
// enum error user_window_store_16(uintptr_t to, uint32_t value)

    function user_window_store_16
    try     user_window_store_16, store_16_refused, strht r1, [r0]
    movs    r0, #0
    bx      lr
store_16_refused:
    movs    r0, #ACCESS_REFUSED
    bx      lr
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
    window  user_window_exchange_32, exchange_load, exchange_end, exchange_refused
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
    strt    r4, [r0, #FRAME_XPSR]
upcall_written:
    movs    r0, #1
upcall_end:
    pop     {r4-r6}
    bx      lr
upcall_refused:
    movs    r0, #0
    b       upcall_end

    window  arch_frame_upcall, upcall_first, upcall_written, upcall_refused
    end_function arch_frame_upcall
