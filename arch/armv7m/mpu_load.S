// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads the protection unit. Half-written regions must not be seen by the stacking of a top half,
// so interrupts are off from the first store to the barrier.
//
// void port_protection_load(const struct arch_protection *protection)
// The image holds six pairs (RBAR with VALID and region number, RASR). RBAR, RASR and their aliases
// are eight words in a row. Source: Armv7-M ARM (DDI 0403E.e) B3.5.8 to B3.5.10.

#include "assembler.inc"
#include "registers.h"

    function port_protection_load
    push    {r4-r8}
    ldr     r12, =MPU_RBAR
    ldm     r0!, {r1-r8}
    cpsid   i
    stm     r12, {r1-r8}
    ldm     r0, {r1-r4}
    stm     r12, {r1-r4}
    dsb
    isb
    cpsie   i
    pop     {r4-r8}
    bx      lr
    end_function port_protection_load
