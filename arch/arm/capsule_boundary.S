// SPDX-License-Identifier: Apache-2.0 OR MIT
// The boundary around capsules: the way in, the way out, and the way out of an abandoned call.
//
// A crossing leaves on the kernel stack, from low to high addresses, its record (struct
// capsule_record), r4 to r11 and the return address. capsule_record_current points to the innermost
// record, so an abort needs nothing of the registers, the stack pointer included.

#include "assembler.inc"

// enum error port_capsule_call(uint32_t capsule, capsule_entry_fn entry, void *argument)
// Base level. A tick at any instruction of it finds a whole record or none.
    function port_capsule_call
    push    {r4-r11, lr}
    mov     r6, r0
    ldr     r4, =capsule_record_current
    ldr     r5, [r4]                            // the record around this one
    sub     r3, sp, #RECORD_BYTES
    push    {r3, r5, r6}
    str     r3, [r4]
    mov     r0, r2
    blx     r1
    movs    r0, #0
crossing_end:
    str     r5, [r4]
    add     sp, #RECORD_BYTES
    pop     {r4-r11, pc}

// Reached by the fault and tick handlers, which put its address into the frame of a capsule, and by
// port_capsule_abort(). Base level, interrupts on. No register holds anything.
    entry   arch_capsule_landing
    ldr     r4, =capsule_record_current
    ldr     r3, [r4]
    mov     sp, r3
    ldr     r5, [r3, #RECORD_PREVIOUS]
    movs    r0, #CAPSULE_ABORTED
    b       crossing_end

// void port_capsule_abort(void)
    entry   port_capsule_abort
    b       arch_capsule_landing
    end_function port_capsule_call
