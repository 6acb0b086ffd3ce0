// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads the protection unit. Half-written regions must not be seen by the stacking of a top half,
// so interrupts are off from the store to the barrier.
//
// void port_protection_load(const struct arch_protection *protection)
// The image holds four pairs (RBAR, RLAR). RBAR, RLAR and their aliases are eight words in a row;
// they are those of regions 0 to 3, since RNR stays 0. Source: Armv8-M ARM (DDI 0553) D1.2,
// MPU_RBAR_An.

#include "assembler.inc"
#include "registers.h"

    function port_protection_load
    push    {r4-r7}
    ldr     r12, =MPU_RBAR
    ldm     r0, {r0-r7}
    cpsid   i
    stm     r12, {r0-r7}
    dsb
    isb
    cpsie   i
    pop     {r4-r7}
    bx      lr
    end_function port_protection_load
