// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Bits of the fault status (CFSR) and of the program status in frames (xPSR), for C and assembler.
 *
 * Source: Armv7-M ARM (DDI 0403E.e) B3.2.15, B1.4.2; Armv8-M ARM (DDI 0553), D1.2.
 */
#pragma once

#define CFSR_IACCVIOL 0x00000001
#define CFSR_DACCVIOL 0x00000002
#define CFSR_MUNSTKERR 0x00000008
#define CFSR_MSTKERR 0x00000010
#define CFSR_MMARVALID 0x00000080
#define CFSR_IBUSERR 0x00000100
#define CFSR_PRECISERR 0x00000200
#define CFSR_IMPRECISERR 0x00000400
#define CFSR_UNSTKERR 0x00000800
#define CFSR_STKERR 0x00001000
#define CFSR_BFARVALID 0x00008000
#define CFSR_UNDEFINSTR 0x00010000
#define CFSR_INVSTATE 0x00020000
#define CFSR_INVPC 0x00040000
#define CFSR_NOCP 0x00080000
#define CFSR_STKOF 0x00100000 /* Armv8-M: a stack pointer below its limit */
#define CFSR_UNALIGNED 0x01000000
#define CFSR_DIVBYZERO 0x02000000

/* Execution state that belongs to the interrupted instruction: IT and ICI. */
#define XPSR_IT_ICI 0x0600FC00
#define XPSR_FLAGS 0xF80F0000 /* what instructions of a process set */
#define XPSR_THUMB 0x01000000
#define XPSR_PADDED 0x00000200 /* the hardware aligned the stack by a word */
#define XPSR_EXCEPTION 0x000001FF
