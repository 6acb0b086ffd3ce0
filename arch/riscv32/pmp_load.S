// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads the protection unit.
//
// void port_protection_load(const struct arch_protection *protection)
// The image holds four addresses, of entries 1 to 4, and the configuration of entries 0 to 7, of
// which 5 to 7 are OFF for ever. Entry 0, the stack guard, is locked and 0 in the image; it is
// written as it is, since emulators let machine mode under lockdown change it (QEMU 7.2). The
// entries are turned off first: where machine mode is bound by them too, an old range with a new
// address must never cover the kernel.
//
// Where there is address translation the unit's decisions may be cached, also while nothing is
// translated. Source: RISC-V Privileged Architecture 1.12, 3.7.2.

#include <generated/arch_offsets.h>

#include "assembler.inc"

#define ISA_SUPERVISOR_SHIFT ('S' - 'A')

    function port_protection_load
    lw      t0, 0(a0)
    lw      t1, 4(a0)
    lw      t2, 8(a0)
    lw      t3, 12(a0)
    lw      t4, 16(a0)
    lw      t5, 20(a0)
    li      t6, GUARD_CONFIGURATION
    or      t4, t4, t6
    csrw    pmpcfg0, t6
    csrw    pmpcfg1, zero
    csrw    pmpaddr1, t0
    csrw    pmpaddr2, t1
    csrw    pmpaddr3, t2
    csrw    pmpaddr4, t3
    csrw    pmpcfg0, t4
    csrw    pmpcfg1, t5
    csrr    t0, misa
    slli    t0, t0, 31 - ISA_SUPERVISOR_SHIFT
    bgez    t0, 1f
    sfence.vma
1:  ret
    end_function port_protection_load
