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
    \operation a3, 0*\bytes(\base)
    \operation a4, 1*\bytes(\base)
    \operation a5, 2*\bytes(\base)
    \operation a6, 3*\bytes(\base)
    \operation t3, 4*\bytes(\base)
    \operation t4, 5*\bytes(\base)
    \operation t5, 6*\bytes(\base)
    .endm
    .macro eighth operation, base, bytes
    \operation t6, 7*\bytes(\base)
    .endm

    .macro advance bytes
    addi    a0, a0, \bytes
    addi    a1, a1, \bytes
    addi    a2, a2, -\bytes
    .endm

// -------------------------------------------------------------------------------------------------
// size_t user_window_copy_in(void *to, uintptr_t from, size_t bytes)
// size_t user_window_copy_out(uintptr_t to, const void *from, size_t bytes)
// a0: to, a1: from, a2: bytes left, t1: bytes of a step. The two differ in which side has the
// window.

    .macro copy_function name, load_prepare, load_finish, store_prepare, store_finish, side
    function \name, .user_window
    window_begin
    or      t3, a0, a1
    andi    t3, t3, WORD_BYTES - 1
    bnez    t3, \side\()_octets_begin

    li      t1, 8 * WORD_BYTES
    bltu    a2, t1, \side\()_words_begin
\side\()_blocks:
    \load_prepare
\side\()_blocks_load:
    eight   load_word, a1, WORD_BYTES
\side\()_blocks_load_last:
    eighth  load_word, a1, WORD_BYTES
    \load_finish
    \store_prepare
\side\()_blocks_store:
    eight   store_word, a0, WORD_BYTES
\side\()_blocks_store_last:
    eighth  store_word, a0, WORD_BYTES
    \store_finish
    advance 8 * WORD_BYTES
    bgeu    a2, t1, \side\()_blocks
    beqz    a2, \side\()_end

\side\()_words_begin:
    li      t1, WORD_BYTES
    bltu    a2, t1, \side\()_bytes_begin
\side\()_words:
    \load_prepare
\side\()_words_load:
    load_word t4, 0(a1)
    \load_finish
    \store_prepare
\side\()_words_store:
    store_word t4, 0(a0)
    \store_finish
    advance WORD_BYTES
    bgeu    a2, t1, \side\()_words
    j       \side\()_bytes_begin

\side\()_blocks_refused:
    window_close
    j       \side\()_words_begin

// Not aligned for words, either side or both.
\side\()_octets_begin:
    li      t1, 8
    bltu    a2, t1, \side\()_bytes_begin
\side\()_octets:
    \load_prepare
\side\()_octets_load:
    eight   lbu, a1, 1
\side\()_octets_load_last:
    eighth  lbu, a1, 1
    \load_finish
    \store_prepare
\side\()_octets_store:
    eight   sb, a0, 1
\side\()_octets_store_last:
    eighth  sb, a0, 1
    \store_finish
    advance 8
    bgeu    a2, t1, \side\()_octets
    j       \side\()_bytes_begin

\side\()_narrow_refused:
    window_close
\side\()_bytes_begin:
    beqz    a2, \side\()_end
\side\()_bytes:
    \load_prepare
\side\()_bytes_load:
    lbu     t4, 0(a1)
    \load_finish
    \store_prepare
\side\()_bytes_store:
    sb      t4, 0(a0)
    \store_finish
    advance 1
    bnez    a2, \side\()_bytes
\side\()_end:
    window_end
    mv      a0, a2
    ret
    .endm

    .macro nothing
    .endm

    copy_function user_window_copy_in, window_open, window_close, nothing, nothing, in
    window  user_window_copy_in, in_blocks_load, in_blocks_load_last, in_blocks_refused
    window  user_window_copy_in, in_words_load, in_words_load, in_narrow_refused
    window  user_window_copy_in, in_octets_load, in_octets_load_last, in_narrow_refused
    window  user_window_copy_in, in_bytes_load, in_bytes_load, in_end
    end_function user_window_copy_in

    copy_function user_window_copy_out, nothing, nothing, window_open, window_close, out
    window  user_window_copy_out, out_blocks_store, out_blocks_store_last, out_blocks_refused
    window  user_window_copy_out, out_words_store, out_words_store, out_narrow_refused
    window  user_window_copy_out, out_octets_store, out_octets_store_last, out_narrow_refused
    window  user_window_copy_out, out_bytes_store, out_bytes_store, out_end
    end_function user_window_copy_out

// -------------------------------------------------------------------------------------------------
// enum error user_window_load_32(uintptr_t from, uint32_t *value)

    function user_window_load_32, .user_window
    window_begin
    window_open
load_32:
    lw      t3, 0(a0)
    window_end
    sw      t3, 0(a1)
    li      a0, 0
    ret
load_32_refused:
    window_end
    sw      zero, 0(a1)
    li      a0, ACCESS_REFUSED
    ret
    window  user_window_load_32, load_32, load_32, load_32_refused
    end_function user_window_load_32

// -------------------------------------------------------------------------------------------------
// enum error user_window_store_16(uintptr_t to, uint32_t value)

    function user_window_store_16, .user_window
    window_begin
    window_open
store_16:
    sh      a1, 0(a0)
    li      a0, 0
store_16_end:
    window_end
    ret
store_16_refused:
    li      a0, ACCESS_REFUSED
    j       store_16_end
    window  user_window_store_16, store_16, store_16, store_16_refused
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
exchange_store:
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
    window  user_window_exchange_32, exchange_load, exchange_store, exchange_refused
    end_function user_window_exchange_32
