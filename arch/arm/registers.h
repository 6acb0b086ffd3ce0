// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Addresses and bits of the system control space, for C and assembler, as far as all versions of
 * the architecture have them. version.h has the rest.
 *
 * Source: Armv7-M ARM (DDI 0403E.e) B3.2 (SCB), B3.3 (SysTick), B3.4 (NVIC), B3.5 (MPU); Armv8-M
 * ARM (DDI 0553), D1.2.
 */
#pragma once

#define NVIC_ICTR 0xE000E004
#define SYST_CSR 0xE000E010
#define SYST_RVR 0xE000E014
#define SYST_CVR 0xE000E018
#define NVIC_ISER 0xE000E100
#define NVIC_ICER 0xE000E180
#define NVIC_IPR 0xE000E400
#define SCB_ICSR 0xE000ED04
#define SCB_VTOR 0xE000ED08
#define SCB_AIRCR 0xE000ED0C
#define SCB_CCR 0xE000ED14
#define SCB_SHPR1 0xE000ED18
#define SCB_SHPR2 0xE000ED1C
#define SCB_SHPR3 0xE000ED20
#define SCB_SHCSR 0xE000ED24
#define SCB_CFSR 0xE000ED28
#define SCB_HFSR 0xE000ED2C
#define SCB_MMFAR 0xE000ED34
#define SCB_BFAR 0xE000ED38
#define SCB_CPACR 0xE000ED88
#define MPU_CTRL 0xE000ED94
#define MPU_RBAR 0xE000ED9C
#define FPU_FPCCR 0xE000EF34

#define ICSR_PENDSVSET 0x10000000
#define ICSR_PENDSVCLR 0x08000000
#define ICSR_PENDSTCLR 0x02000000
#define AIRCR_RESET 0x05FA0004
#define SYST_CSR_RUN 7 /* processor clock, interrupt, enable */

/* ENABLE and PRIVDEFENA, not HFNMIENA. */
#define MPU_ENABLED_WITH_BACKGROUND 5

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
#define XPSR_THUMB 0x01000000
#define XPSR_PADDED 0x00000200 /* the hardware aligned the stack by a word */
#define XPSR_EXCEPTION 0x000001FF

#define BASEPRI_NO_INTERRUPT 0x20 /* faults alone stay possible */

#define EXCEPTION_SV_CALL 11
#define EXCEPTION_PEND_SV 14

/* Byte offsets in the frame that the hardware writes. DDI 0403E.e B1.5.6. */
#define FRAME_R0 0
#define FRAME_R12 16
#define FRAME_LR 20
#define FRAME_PC 24
#define FRAME_XPSR 28
#define FRAME_BYTES 32

/* The frame with floating-point registers is the largest one. */
#define PARKING_BYTES 104
#define EMERGENCY_STACK_BYTES 256
