// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the files of arch/arm do not know of Armv8-M: the faults and the protection unit.
 *
 * The kernel and all processes run in Secure state, and the security attribution unit stays off, so
 * that all memory is Secure. A process that branches to Non-secure state (BXNS) finds not one
 * instruction there and is stopped by a security fault.
 */
#pragma once

#include <stdint.h>

#include <arch/mmio.h>
#include <lib/attributes.h>

#include "registers.h"
#include "security_status.h"

#define MPU_TYPE 0xE000ED90
#define MPU_RNR 0xE000ED98
#define MPU_RLAR 0xE000EDA0
#define MPU_MAIR0 0xE000EDC0
#define SAU_CTRL 0xE000EDD0
#define SAU_SFSR 0xE000EDE4

/// Faults enabled, and the pending bits that a process fault drops: SecureFault has bits 19 and 20.
/// Source: Armv8-M ARM (DDI 0553) D1.2, SHCSR.
#define SHCSR_FAULTS_ENABLED 0x000F0000
#define SHCSR_PENDED 0x0010F000

/**
 * Takes and clears the status of security faults. The frame of one is not on the Secure stack.
 *
 * @return see security_status_decode(). Context: fault.
 */
static inline uint32_t security_fault_status_take(void)
{
    const uint32_t status = mmio_read_32(SAU_SFSR);
    mmio_write_32(SAU_SFSR, 0xFFFFFFFF);
    return security_status_decode(status);
}

/// A process that is about to run could read its own record: never. Reached from version.inc.
NORETURN void arch_record_is_open(void);

/**
 * Turns on the protection unit with the regions that are no process's, and the limit of the kernel
 * stack. Context: init, once.
 */
void arch_protection_initialise(void);
