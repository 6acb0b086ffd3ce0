// SPDX-License-Identifier: Apache-2.0 OR MIT
// The boundary around capsules: the way in, the way out, and the way out of an abandoned call.
//
// A crossing leaves on the kernel stack, from low to high addresses, its record (struct
// capsule_record), the return address and s0 to s11. capsule_record_current points to the innermost
// record, so an abort needs nothing of the registers, the stack pointer included.
//
// Inside the outermost crossing interrupts are on, for the timer alone.

#include <generated/arch_offsets.h>

#include "assembler.inc"
#include "registers.h"

#define CROSSING_BYTES (RECORD_BYTES + 13 * WORD_BYTES)
    .if CROSSING_BYTES & 15
    .error "the stack is to stay aligned"
    .endif

// enum error port_capsule_call(uint32_t capsule, capsule_entry_fn entry, void *argument)
// A tick at any instruction of it finds a whole record or none. Interrupts are on already if there
// is a crossing around this one.
    function port_capsule_call
    addi    sp, sp, -CROSSING_BYTES
    la      t0, capsule_record_current
    load_word t1, 0(t0)                         // the record around this one
    store_word ra, RECORD_BYTES(sp)
    store_word s0, RECORD_BYTES + 1 * WORD_BYTES(sp)
    store_word s1, RECORD_BYTES + 2 * WORD_BYTES(sp)
    store_word s2, RECORD_BYTES + 3 * WORD_BYTES(sp)
    store_word s3, RECORD_BYTES + 4 * WORD_BYTES(sp)
    store_word s4, RECORD_BYTES + 5 * WORD_BYTES(sp)
    store_word s5, RECORD_BYTES + 6 * WORD_BYTES(sp)
    store_word s6, RECORD_BYTES + 7 * WORD_BYTES(sp)
    store_word s7, RECORD_BYTES + 8 * WORD_BYTES(sp)
    store_word s8, RECORD_BYTES + 9 * WORD_BYTES(sp)
    store_word s9, RECORD_BYTES + 10 * WORD_BYTES(sp)
    store_word s10, RECORD_BYTES + 11 * WORD_BYTES(sp)
    store_word s11, RECORD_BYTES + 12 * WORD_BYTES(sp)
    store_word sp, RECORD_STACK_POINTER(sp)
    store_word t1, RECORD_PREVIOUS(sp)
    sw      a0, RECORD_CAPSULE(sp)
    store_word sp, 0(t0)
    mv      a0, a2
    bnez    t1, 1f
    li      t2, INTERRUPT_EXTERNAL
    csrc    mie, t2
    csrsi   mstatus, STATUS_MIE
1:  jalr    a1
    csrci   mstatus, STATUS_MIE
    li      a0, 0

// Interrupts off; sp: the record.
crossing_end:
    la      t0, capsule_record_current
    load_word t1, RECORD_PREVIOUS(sp)
    load_word ra, RECORD_BYTES(sp)
    store_word t1, 0(t0)
    addi    sp, sp, CROSSING_BYTES
    bnez    t1, 2f
    li      t2, INTERRUPT_EXTERNAL
    csrs    mie, t2
    ret
2:  csrsi   mstatus, STATUS_MIE
    ret

// Reached by the trap handlers, which put its address into the frame of a capsule, and by
// port_capsule_abort(). No register holds anything.
    entry   arch_capsule_landing
    csrci   mstatus, STATUS_MIE
    la      t0, capsule_record_current
    load_word t1, 0(t0)
    load_word sp, RECORD_STACK_POINTER(t1)
    load_word s0, RECORD_BYTES + 1 * WORD_BYTES(sp)
    load_word s1, RECORD_BYTES + 2 * WORD_BYTES(sp)
    load_word s2, RECORD_BYTES + 3 * WORD_BYTES(sp)
    load_word s3, RECORD_BYTES + 4 * WORD_BYTES(sp)
    load_word s4, RECORD_BYTES + 5 * WORD_BYTES(sp)
    load_word s5, RECORD_BYTES + 6 * WORD_BYTES(sp)
    load_word s6, RECORD_BYTES + 7 * WORD_BYTES(sp)
    load_word s7, RECORD_BYTES + 8 * WORD_BYTES(sp)
    load_word s8, RECORD_BYTES + 9 * WORD_BYTES(sp)
    load_word s9, RECORD_BYTES + 10 * WORD_BYTES(sp)
    load_word s10, RECORD_BYTES + 11 * WORD_BYTES(sp)
    load_word s11, RECORD_BYTES + 12 * WORD_BYTES(sp)
    li      a0, CAPSULE_ABORTED
    j       crossing_end

// void port_capsule_abort(void)
    entry   port_capsule_abort
    j       arch_capsule_landing
    end_function port_capsule_call
