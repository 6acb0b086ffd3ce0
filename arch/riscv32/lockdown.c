// SPDX-License-Identifier: Apache-2.0 OR MIT
// Limits machine mode (Smepmp) by four pairs of entries, 8 to 15: an OFF entry with the start of a
// range and a locked TOR entry with its end.
//
// Source: Smepmp 1.0, chapter 2.

#include "csr.h"
#include "internal.h"
#include "link_symbols.h"

enum {
    ADDRESS_SHIFT = 2,
    SECOND_SHIFT = 8, // From an octet of the configuration to the next one.
    FOURTH_SHIFT = 24,
};

/// A locked rule, which means machine mode only once MML is set.
static uint32_t rule(unsigned rights)
{
    return PMP_LOCKED | PMP_TOR | rights;
}

void arch_lockdown_set(void)
{
    CSR_WRITE(pmpaddr8, (uintptr_t)protected_text_start >> ADDRESS_SHIFT);
    CSR_WRITE(pmpaddr9, (uintptr_t)protected_text_end >> ADDRESS_SHIFT);
    CSR_WRITE(pmpaddr10, (uintptr_t)protected_images_start >> ADDRESS_SHIFT);
    CSR_WRITE(pmpaddr11, (uintptr_t)protected_images_end >> ADDRESS_SHIFT);
    CSR_WRITE(pmpaddr12, (uintptr_t)protected_memory_start >> ADDRESS_SHIFT);
    CSR_WRITE(pmpaddr13, (uintptr_t)protected_memory_end >> ADDRESS_SHIFT);
    CSR_WRITE(pmpaddr14, (uintptr_t)protected_devices_start >> ADDRESS_SHIFT);
    CSR_WRITE(pmpaddr15, (uintptr_t)protected_devices_end >> ADDRESS_SHIFT);
    CSR_WRITE(pmpcfg2, rule(PMP_READ | PMP_EXECUTE) << SECOND_SHIFT | rule(PMP_READ)
                                                                          << FOURTH_SHIFT);
    CSR_WRITE(pmpcfg3, rule(PMP_READ | PMP_WRITE) << SECOND_SHIFT | rule(PMP_READ | PMP_WRITE)
                                                                        << FOURTH_SHIFT);
    CSR_SET(CSR_MSECCFG, SECURITY_MACHINE_MODE_LOCKDOWN | SECURITY_MACHINE_MODE_WHITELIST);
    // Nothing can be changed from here on, until reset.
    CSR_CLEAR(CSR_MSECCFG, SECURITY_RULE_LOCKING_BYPASS);
}
