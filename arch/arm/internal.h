// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the files of this folder share: the current context, and the functions that assembler calls.
 */
#pragma once

#include <stdint.h>

#include <kernel/port.h>

#include "process_state.h"
#include "registers.h"

/// The context whose process the processor returns to; null until the first one. Its place is the
/// top of the kernel stack (linker script). Guard: base level; written by PendSV.
extern struct arch_context *arch_current;

/// Reached from arch_fault. Context: fault.
void arch_fault_in_kernel(struct exception_frame *frame);
void arch_fault_in_process(uint32_t stack_pointer);

/// Clears all status bits, which is done by writing ones. Context: fault.
NOINLINE void arch_fault_status_clear(void);

/// Reached on the emergency stack. `frame` may be bad.
NORETURN void arch_fault_fatal(const struct exception_frame *frame);
NORETURN void arch_stack_overflow(void);

/// Reached from arch_sys_tick when the kernel or a capsule was interrupted. Context: tick.
void arch_tick_at_base_level(struct exception_frame *frame);

/// The way out of an abandoned capsule. Not to be called: an address for frames.
void arch_capsule_landing(void);

/// From reset to the first PendSV. Context: init.
NORETURN void arch_boot(void);

/// Leaves the boot stack for good and waits for the first PendSV, which must be pending.
NORETURN void arch_boot_leave(void);
