// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The classes of system calls, one function each. kernel_system_call() of kernel/port.h dispatches.
 *
 * Each gets the arguments in `word` and leaves the result words there; the return value is their
 * number, or KERNEL_CALL_*. Only the words that a result variant names are written.
 * They stay functions of their own: as one, each call would save the registers that the longest of
 * them needs. Sources: TRD 104 and the differences that existing programs rely on. Context: kernel.
 */
#pragma once

#include "process.h"

NOINLINE int call_yield(struct process *process, uint32_t word[4]);
NOINLINE int call_subscribe(struct process *process, uint32_t word[4]);
NOINLINE int call_command(struct process *process, uint32_t word[4]);
NOINLINE int call_allow(struct process *process, uint32_t call_class, uint32_t word[4]);
NOINLINE int call_memop(struct process *process, uint32_t word[4]);
NOINLINE int call_exit(struct process *process, uint32_t word[4]);

/// No such class or kind: the process faults.
NOINLINE int call_unknown(void);

// How results are put into `word`. Kernel-only errors become what programs know.
int call_failure(uint32_t word[4], enum error error);
int call_failure_same(uint32_t word[4], enum error error); ///< with arguments 2 and 3 as they are
int call_success(uint32_t word[4]);
int call_success_u32(uint32_t word[4], uint32_t value);
int call_success_u32_u32(uint32_t word[4], uint32_t value0, uint32_t value1);
