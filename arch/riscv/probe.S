// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries registers that a hart may not have. While it does, a trap skips the instruction: what does
// not exist is not written, and reads as what the destination held before.
//
// All functions are called at boot, with interrupts off.

#include <generated/arch_offsets.h>

#include "assembler.inc"

// t0 is the handler's; t1 keeps mtvec.
    .macro probe_begin
    la      t1, skip_instruction
    csrrw   t1, mtvec, t1
    .endm

    .macro probe_end
    csrw    mtvec, t1
    ret
    .endm

// Register instructions have no short form, so the next one is four bytes further. MPP is machine
// mode, from which the trap came.
    .section .text.skip_instruction, "ax", @progbits
    .balign 4
skip_instruction:
    csrr    t0, mepc
    addi    t0, t0, 4
    csrw    mepc, t0
    mret

// void arch_optional_registers_clear(void)
// User mode may read no counter: each would tell it how long others ran. Traps stay in machine
// mode; there is no translation; nothing is delegated.
    function arch_optional_registers_clear
    probe_begin
    csrw    mcounteren, zero
    csrw    CSR_MENVCFG, zero
    csrw    medeleg, zero
    csrw    mideleg, zero
    csrw    satp, zero
    probe_end
    end_function arch_optional_registers_clear

// unsigned arch_protection_entries_probe(void)
// Entries are implemented from 0 on; the address of one that is not reads as zero.
    function arch_protection_entries_probe
    probe_begin
    li      a0, 0
    li      t2, -1
    .irp    number, 0, 1, 2, 3, 4, 5, 6, 7
    .if     \number < PROBED_ENTRIES
    csrw    pmpaddr\number, t2
    li      t3, 0
    csrr    t3, pmpaddr\number
    beqz    t3, entries_end
    addi    a0, a0, 1
    .endif
    .endr
entries_end:
    probe_end
    end_function arch_protection_entries_probe

// uintptr_t arch_protection_granule_probe(void)
// Reads what was left of the ones: with a coarser granule the lowest bits read as zero while the
// entry is OFF. Source: Privileged Architecture 1.12, 3.7.1.1.
    function arch_protection_granule_probe
    li      a0, -1
    csrw    pmpaddr1, a0
    csrr    a0, pmpaddr1
    ret
    end_function arch_protection_granule_probe

// bool arch_lockdown_probe(void)
// Rules cannot be opened again where they are closed already, since a reset need not clear it.
    function arch_lockdown_probe
    probe_begin
    li      a0, 0
    csrsi   CSR_MSECCFG, SECURITY_RULE_LOCKING_BYPASS
    csrr    a0, CSR_MSECCFG
    andi    a0, a0, SECURITY_RULE_LOCKING_BYPASS | SECURITY_MACHINE_MODE_LOCKDOWN
    snez    a0, a0
    probe_end
    end_function arch_lockdown_probe
