// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Addresses and bits of the system control space, for C and assembler, as far as all versions of
 * the architecture have them. version.h has the rest.
 *
 * Source: Armv7-M ARM (DDI 0403E.e) B3.2 (SCB), B3.3 (SysTick), B3.4 (NVIC), B3.5 (MPU); Armv8-M
 * ARM (DDI 0553), D1.2.
 */
#pragma once

#include "status_bits.h"

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

#define BASEPRI_NO_INTERRUPT 0x20 /* faults alone stay possible */

#define EXCEPTION_SV_CALL 11
#define EXCEPTION_PEND_SV 14

/* The frame with floating-point registers is the largest one. */
#define PARKING_BYTES 104
#define EMERGENCY_STACK_BYTES 256
