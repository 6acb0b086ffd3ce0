// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Bits and values of the control and status registers, for C and assembler.
 *
 * Source: RISC-V Privileged Architecture 1.12, 3.1.6 (mstatus), 3.1.9 (mip, mie), 3.7.1
 * (PMP); Smepmp 1.0, chapter 2 (mseccfg).
 */
#pragma once

#include "causes.h"

/* mstatus. STATUS_USER, what a process runs with, is in word.inc. */
#define STATUS_MIE 0x8
#define STATUS_MPIE 0x80
#define STATUS_MPP 0x1800
#define STATUS_MPRV 0x20000

/* mie and mip. Software interrupts are for other harts: this kernel has none to hear from. */
#define INTERRUPT_TIMER 0x80
#define INTERRUPT_EXTERNAL 0x800

/* Registers that the assembler may not know by name. */
#define CSR_MENVCFG 0x30A
#define CSR_MSECCFG 0x747

#define SECURITY_MACHINE_MODE_LOCKDOWN 1  /* MML */
#define SECURITY_MACHINE_MODE_WHITELIST 2 /* MMWP */
#define SECURITY_RULE_LOCKING_BYPASS 4    /* RLB */

#define CALL_BYTES 4 /* ecall has no short form */

#define EXCEPTION_STACK_BYTES 512
