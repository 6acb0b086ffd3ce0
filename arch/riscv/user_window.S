// SPDX-License-Identifier: Apache-2.0 OR MIT
// The only instructions that touch process memory.
//
// A window is open while mstatus.MPRV is 1 and MPP is user mode: loads and stores, but not
// instruction fetches, are checked by the protection unit as if the process had executed them. So
// kernel memory is out of reach as well, and what is copied goes through registers: a window is
// opened for several words at once. A refused access makes a trap whose handler finds it in the
// exception table and goes on at the entry's third address, with the registers as they were and the
// window still open. Every access is naturally aligned. Counts are exact: after a fault in a wide
// step the rest is tried in smaller ones.
//
// Interrupts are off from the first window of a function to its last. A window is not resumed after
// a trap, but opened anew: emulators keep what the handler touched reachable until then. For the
// same reason all this lies in a page without data; see link_symbols.h.
//
// Source: RISC-V Privileged Architecture 1.12, 3.1.6.3 (MPRV).

#include "assembler.inc"
#include <generated/arch_offsets.h>

// t0: mstatus as it was, t2: a mask; both are left alone until window_end. t1 is free behind it.
    .macro window_begin
    li      t1, STATUS_MPP | STATUS_MIE
    li      t2, STATUS_MPRV
    csrrc   t0, mstatus, t1
    .endm

    .macro window_open
    csrs    mstatus, t2
    .endm

    .macro window_close
    csrc    mstatus, t2
    .endm

// Closes the window, too, if it is open.
    .macro window_end
    csrw    mstatus, t0
    .endm

// Eight values of `bytes` each, in a3 to a6 and t3 to t6.
    .macro eight operation, base, bytes
    .set    place, 0
    .irp    register, a3, a4, a5, a6, t3, t4, t5, t6
    \operation \register, place(\base)
    .set    place, place + \bytes
    .endr
    .endm

    .macro advance bytes
    addi    a0, a0, \bytes
    addi    a1, a1, \bytes
    addi    a2, a2, -\bytes
    .endm

// Instructions on process memory, and on the kernel's.
    .macro user of, refused, instruction:vararg
    window_open
    try     \of, \refused, \instruction
    window_close
    .endm
    .macro kernel of, refused, instruction:vararg
    \instruction
    .endm

// -------------------------------------------------------------------------------------------------
// size_t user_window_copy_in(void *to, uintptr_t from, size_t bytes)
// size_t user_window_copy_out(uintptr_t to, const void *from, size_t bytes)
// a0: to, a1: from, a2: bytes left, t1: bytes of a step. The two differ in whose memory is loaded
// and whose is stored to.

    .macro copy_function name, load, store, side
    function \name, .user_window
    window_begin
    or      t3, a0, a1
    andi    t3, t3, WORD_BYTES - 1
    bnez    t3, \side\()_octets_begin

    li      t1, 8 * WORD_BYTES
    bltu    a2, t1, \side\()_words_begin
\side\()_blocks:
    \load   \name, \side\()_block_refused, eight load_word, a1, WORD_BYTES
    \store  \name, \side\()_block_refused, eight store_word, a0, WORD_BYTES
    advance 8 * WORD_BYTES
    bgeu    a2, t1, \side\()_blocks
    beqz    a2, \side\()_end

\side\()_words_begin:
    li      t1, WORD_BYTES
    bltu    a2, t1, \side\()_bytes_begin
\side\()_words:
    \load   \name, \side\()_refused, load_word t4, 0(a1)
    \store  \name, \side\()_refused, store_word t4, 0(a0)
    advance WORD_BYTES
    bgeu    a2, t1, \side\()_words
    j       \side\()_bytes_begin

\side\()_block_refused:
    window_close
    j       \side\()_words_begin

// Not aligned for words, either side or both.
\side\()_octets_begin:
    li      t1, 8
    bltu    a2, t1, \side\()_bytes_begin
\side\()_octets:
    \load   \name, \side\()_refused, eight lbu, a1, 1
    \store  \name, \side\()_refused, eight sb, a0, 1
    advance 8
    bgeu    a2, t1, \side\()_octets
    j       \side\()_bytes_begin

\side\()_refused:
    window_close
\side\()_bytes_begin:
    beqz    a2, \side\()_end
\side\()_bytes:
    \load   \name, \side\()_end, lbu t4, 0(a1)
    \store  \name, \side\()_end, sb t4, 0(a0)
    advance 1
    bnez    a2, \side\()_bytes
\side\()_end:
    window_end
    mv      a0, a2
    ret
    end_function \name
    .endm

    copy_function user_window_copy_in, user, kernel, in
    copy_function user_window_copy_out, kernel, user, out

// -------------------------------------------------------------------------------------------------
// enum error user_window_load_32(uintptr_t from, uint32_t *value)

    function user_window_load_32, .user_window
    window_begin
    window_open
    try     user_window_load_32, load_32_refused, lw t3, 0(a0)
    window_end
    sw      t3, 0(a1)
    li      a0, 0
    ret
load_32_refused:
    window_end
    sw      zero, 0(a1)
    li      a0, ACCESS_REFUSED
    ret
    end_function user_window_load_32

// -------------------------------------------------------------------------------------------------
// enum error user_window_store_16(uintptr_t to, uint32_t value)

    function user_window_store_16, .user_window
    window_begin
    window_open
    try     user_window_store_16, store_16_refused, sh a1, 0(a0)
    li      a0, 0
store_16_end:
    window_end
    ret
store_16_refused:
    li      a0, ACCESS_REFUSED
    j       store_16_end
    end_function user_window_store_16

// -------------------------------------------------------------------------------------------------
// enum error user_window_exchange_32(uintptr_t at, uint32_t expected, uint32_t desired,
//                                     uint32_t *seen)
// a4: the word as it was.

    function user_window_exchange_32, .user_window
    window_begin
    window_open
exchange_load:
    lr.w    a4, (a0)
    bne     a4, a1, exchange_end
    sc.w    t3, a2, (a0)
    bnez    t3, exchange_load
exchange_end:
    li      a0, 0
exchange_leave:
    window_end
    sw      a4, 0(a3)
    ret
exchange_refused:
    li      a4, 0
    li      a0, ACCESS_REFUSED
    j       exchange_leave
    window  user_window_exchange_32, exchange_load, exchange_end, exchange_refused
    end_function user_window_exchange_32
