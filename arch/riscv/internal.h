// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the files of this folder share: the current context, the frame of a trap out of the kernel,
 * and the functions that assembler calls.
 */
#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <kernel/port.h>

#include "process_state.h"
#include "registers.h"

/// Kernel work waits: looked at before each return to a process. Beside arch_current. Guard: one
/// writer at a time, since the tick writes nothing but 1 and base level clears it with interrupts
/// off.
extern atomic_uint arch_work_is_pending;

/// What a trap out of the kernel or a capsule saves, at the top of the exception stack.
struct kernel_frame {
    uintptr_t registers[15]; ///< ra, t1 to t6, a0 to a7
    uintptr_t t0;
    uintptr_t sp;
    uintptr_t pc;
    uintptr_t status;    ///< mstatus
    uintptr_t is_active; ///< not 0 while the handler runs: a trap that finds it so is the end
};

/// Reached from arch_trap. `cause` and `value` are mcause and mtval. Context: kernel.
void arch_trap_from_process(uintptr_t cause, uintptr_t value);

/// Reached from arch_trap on the exception stack. Edits the frame, or panics. Context: fault, tick.
void arch_trap_in_kernel(struct kernel_frame *frame, uintptr_t cause, uintptr_t value);

/// Reached on the exception stack.
NORETURN void arch_trap_fatal(const struct kernel_frame *frame, uintptr_t cause, uintptr_t value);

/// The way out of an abandoned capsule. Not to be called: an address for frames.
void arch_capsule_landing(void);

/// From reset to the first kernel work, which follows it. Context: init.
void arch_boot(void);

/// Where traps go. Not to be called: an address for mtvec.
void arch_trap(void);

// Probes of registers that a hart may not have; see probe.S. Context: init.

/// Clears registers that would let user mode see or do more, or would send traps elsewhere.
void arch_optional_registers_clear(void);

/// The number of entries of the protection unit, counted up to the last that is used here.
unsigned arch_protection_entries_probe(void);

/// The address register of the first process entry after ones were written to it.
uintptr_t arch_protection_granule_probe(void);

/// Whether the hart can limit machine mode (Smepmp); afterwards rules can be changed, if it can.
bool arch_lockdown_probe(void);

/// Limits what machine mode itself can reach, for good. Only where arch_lockdown_probe() says so.
void arch_lockdown_set(void);

/// Context: init, once.
void arch_protection_initialise(void);
