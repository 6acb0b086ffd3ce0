// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The protection unit of the hart: what is set once at boot.
 *
 * Entry 0 is locked, without any right: it guards the kernel stack against the kernel itself.
 * Entries 1 to 4 belong to the running process, with IPC also 5 to 7. Machine mode may do
 * everything else, unless the hart can limit it (Smepmp). There pairs of locked entries from 8 on
 * say what it may reach, and what only user mode may reach is refused to it: a raw access of the
 * kernel to memory of the running process traps.
 *
 * Source: RISC-V Privileged Architecture 1.12, 3.7.1; Smepmp 1.0, chapter 2.
 */
#include "csr.h"
#include "internal.h"
#include "link_symbols.h"

enum { ADDRESS_SHIFT = 2 };

static void guard_set(void)
{
    const uintptr_t guard = (uintptr_t)kernel_stack_guard_start;
    CSR_WRITE(pmpaddr0, pmp_napot_address(guard, (uintptr_t)kernel_stack_start - guard));
    CSR_WRITE(pmpcfg0, PMP_GUARD);
}

void arch_protection_initialise(void)
{
    const unsigned entries = arch_protection_entries_probe();
    const uintptr_t granule = arch_protection_granule_probe();
    arch_pmp_unit = (struct pmp_unit){
        .first = PMP_FIRST,
        .count = (uint8_t)(entries > PMP_FIRST ? entries - PMP_FIRST : 0),
        .guard = PMP_GUARD,
        .granule_bytes = (uint32_t)((granule & -granule) << ADDRESS_SHIFT),
    };
    // Rules that bind machine mode can be made only before the first entry is locked.
    const bool has_lockdown = arch_lockdown_probe();
    guard_set();
    if (has_lockdown) {
        arch_lockdown_set();
    }
}
