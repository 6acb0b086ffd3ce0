// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the hardware holds of a process: registers, what it said about a fault, its protection.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <arch_types.h>

#include "pmp.h"

/// The context whose callee-saved registers are in the processor; null when they are nobody's. Its
/// place is the top of the kernel stack (linker script), where the trap entry finds it without its
/// address. Guard: base level.
extern struct arch_context *arch_current;

/// Puts the operands of an IPC call back where they came from. Reached from arch/riscv_ipc only.
struct port_message;
void arch_message_keep(struct arch_context *context, const struct port_message *message);

/// What the hart said when a process faulted. Guard: base level.
struct fault_note {
    uintptr_t cause;
    uintptr_t value;
    bool is_present;
};
extern struct fault_note arch_fault_note;

/// The protection unit as it was found at boot.
extern struct pmp_unit arch_pmp_unit;

/// The first entry of the protection unit that belongs to processes. Entry 0 is the stack guard.
enum { PMP_FIRST = 1, PMP_GUARD = PMP_LOCKED | PMP_NAPOT };
