// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the files of arch/arm do not know of Armv7-M: the faults and the protection unit.
 */
#pragma once

#include <stdint.h>

#include "registers.h"

#define MPU_RASR 0xE000EDA0

/// Faults enabled, and the pending bits that a process fault drops. Source: Armv7-M ARM
/// (DDI 0403E.e) B3.2.13.
#define SHCSR_FAULTS_ENABLED 0x00070000
#define SHCSR_PENDED 0x0000F000

/// Status of security faults as bits of CFSR: this version has none. Context: fault.
static inline uint32_t security_fault_status_take(void)
{
    return 0;
}

/**
 * Turns on the protection unit with the regions that are no process's, and the guard below the
 * kernel stack. Context: init, once.
 */
void arch_protection_initialise(void);
