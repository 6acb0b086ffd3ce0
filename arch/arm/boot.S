// SPDX-License-Identifier: Apache-2.0 OR MIT
// From reset to the first PendSV.

#include "assembler.inc"
#include "registers.h"

// Reset vector. MSP comes from the vector table; nothing is initialised, no interrupt is enabled.
    function arch_reset
    bl      arch_boot

// void arch_boot_leave(void). Thread mode, privileged, on MSP; interrupts masked by PRIMASK, PendSV
// pending. Thread mode moves to a stack of its own, so that no word of MSP is lost: PendSV never
// returns here.
    entry   arch_boot_leave
    ldr     r0, =arch_parking_frame_end
    msr     psp, r0
    movs    r0, #2
    msr     control, r0
    isb
    ldr     r0, =arch_current
    msr     msp, r0
    cpsie   i
    isb
1:  b       1b
    end_function arch_reset

// Where PSP points when there is no process to return to. Boot leaves in its last eight words a
// frame that is valid in itself; it is never returned to, since PendSV is pending whenever it is
// used.
    .section .bss.arch_parking_frame, "aw", %nobits
    .balign 8
    .space  PARKING_BYTES - FRAME_BYTES
    .global arch_parking_frame
arch_parking_frame:
    .space  FRAME_BYTES
    .global arch_parking_frame_end
arch_parking_frame_end:
