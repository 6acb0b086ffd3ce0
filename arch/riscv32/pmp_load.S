// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads the protection unit.
//
// void port_protection_load(const struct arch_protection *protection)
// The image holds the configuration of entries 0 to 7, and the addresses of entries 1 to 4, or to 7
// in a kernel with maps; those behind are OFF for ever. Entry 0, the stack guard, is locked; it is
// written as it is, since emulators let machine mode under lockdown change it (QEMU 7.2). The
// entries are turned off first: where machine mode is bound by them too, an old range with a new
// address must never cover the kernel. Entries that stay OFF may have any address: 5 to 7 are left
// alone where their octets are 0. Then pmpcfg1 is that of entry 4, which is less than the guard's,
// since that is locked; else it is more.
//
// Where there is address translation the unit's decisions may be cached, also while nothing is
// translated. Source: RISC-V Privileged Architecture 1.12, 3.7.2.

#include <generated/arch_offsets.h>

#include "assembler.inc"

#define ISA_SUPERVISOR_SHIFT ('S' - 'A')

    function port_protection_load
    lw      t4, 0(a0)
    lw      t5, 4(a0)
    lw      t0, 8(a0)
    lw      t1, 12(a0)
    lw      t2, 16(a0)
    lw      t3, 20(a0)
    li      t6, GUARD_CONFIGURATION
    csrw    pmpcfg0, t6
    csrw    pmpcfg1, zero
    csrw    pmpaddr1, t0
    csrw    pmpaddr2, t1
    csrw    pmpaddr3, t2
    csrw    pmpaddr4, t3
    .if PROBED_ENTRIES > 5
    bltu    t5, t6, 1f
    lw      t1, 24(a0)
    lw      t2, 28(a0)
    lw      t3, 32(a0)
    csrw    pmpaddr5, t1
    csrw    pmpaddr6, t2
    csrw    pmpaddr7, t3
1:
    .endif
    csrw    pmpcfg0, t4
    csrw    pmpcfg1, t5
    csrr    t0, misa
    slli    t0, t0, 31 - ISA_SUPERVISOR_SHIFT
    bgez    t0, 2f
    sfence.vma
2:  ret
    end_function port_protection_load
