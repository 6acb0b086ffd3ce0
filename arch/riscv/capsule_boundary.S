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

// gp is the kernel's: the linker may reach data from it.
    .option relax

#define CROSSING_BYTES (RECORD_BYTES + 13 * WORD_BYTES)
    .if CROSSING_BYTES & 15
    .error "the stack is to stay aligned"
    .endif

// Saves or loads s0 to s11, behind the record and the return address.
    .macro crossing_kept operation
    .set    place, RECORD_BYTES
    .irp    register, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11
    .set    place, place + WORD_BYTES
    \operation \register, place(sp)
    .endr
    .endm

// enum error port_capsule_call(uint32_t capsule, capsule_entry_fn entry, void *argument)
// A tick at any instruction of it finds a whole record or none. Interrupts are on already if there
// is a crossing around this one.
    function port_capsule_call
    addi    sp, sp, -CROSSING_BYTES
    la      t0, capsule_record_current
    load_word t1, 0(t0)                         // the record around this one
    store_word ra, RECORD_BYTES(sp)
    crossing_kept store_word
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
    crossing_kept load_word
    li      a0, CAPSULE_ABORTED
    j       crossing_end

// void port_capsule_abort(void)
    entry   port_capsule_abort
    j       arch_capsule_landing
    end_function port_capsule_call
