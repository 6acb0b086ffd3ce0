// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "security_status.h"

#include "status_bits.h"

enum {
    SFSR_INVALID_ENTRY = 1 << 0,    // INVEP
    SFSR_ACCESS_VIOLATION = 1 << 3, // AUVIOL
    SFSR_ADDRESS_VALID = 1 << 6,    // SFARVALID: says nothing more
};

uint32_t security_status_decode(uint32_t status)
{
    if ((status & SFSR_INVALID_ENTRY) != 0) {
        return CFSR_IACCVIOL; // That no frame could be stored there either says nothing more.
    }
    if ((status & SFSR_ACCESS_VIOLATION) != 0) {
        return CFSR_DACCVIOL;
    }
    return (status & ~(uint32_t)SFSR_ADDRESS_VALID) != 0 ? CFSR_INVSTATE : 0;
}
