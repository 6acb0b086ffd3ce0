// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <arch/mmio.h>

#include "version.h"

/// Source: Armv8-M ARM (DDI 0553) D1.2, SFSR.
enum {
    SFSR_INVALID_ENTRY = 1 << 0,    // INVEP
    SFSR_ACCESS_VIOLATION = 1 << 3, // AUVIOL
    SFSR_ADDRESS_VALID = 1 << 6,    // SFARVALID: says nothing more
};

uint32_t security_fault_status_take(void)
{
    const uint32_t status = mmio_read_32(SAU_SFSR) & ~(uint32_t)SFSR_ADDRESS_VALID;
    mmio_write_32(SAU_SFSR, 0xFFFFFFFF);
    if ((status & SFSR_INVALID_ENTRY) != 0) {
        return CFSR_IACCVIOL; // That no frame could be stored there either says nothing more.
    }
    if ((status & SFSR_ACCESS_VIOLATION) != 0) {
        return CFSR_DACCVIOL;
    }
    return status != 0 ? CFSR_INVSTATE : 0;
}
