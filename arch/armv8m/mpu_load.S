// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads the protection unit. Half-written regions must not be seen by the stacking of a top half,
// so interrupts are off from the store to the barrier.
//
// void port_protection_load(const struct arch_protection *protection)
// The image holds pairs (RBAR, RLAR), four or eight. RBAR, RLAR and their aliases are eight words
// in a row; they are those of regions 0 to 3, since RNR, the word before them, is 0 but while those
// of 4 to 7 are stored. Regions of two processes may overlap meanwhile: nothing but these registers
// is reached until it is over. Source: Armv8-M ARM (DDI 0553) D1.2, MPU_RBAR_An.

#include <generated/arch_offsets.h>

#include "assembler.inc"
#include "registers.h"

    function port_protection_load
    push    {r4-r8}
    ldr     r12, =MPU_RBAR
    ldm     r0!, {r1-r8}
    cpsid   i
    stm     r12, {r1-r8}
    .if PROTECTION_REGIONS > 4
    ldm     r0, {r1-r8}
    movs    r0, #4
    str     r0, [r12, #-4]
    stm     r12, {r1-r8}
    movs    r0, #0
    str     r0, [r12, #-4]
    .endif
    dsb
    isb
    cpsie   i
    pop     {r4-r8}
    bx      lr
    end_function port_protection_load
