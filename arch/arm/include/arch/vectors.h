// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The layout of the vector table of an Arm processor. The handlers are in arch/processor.h.
#pragma once

#include <lib/attributes.h>

typedef void (*arch_vector_fn)(void);

/// Source: Armv7-M ARM (DDI 0403E.e) B1.5.2 and B1.5.3; Armv8-M ARM (DDI 0553) B3.30.
struct arch_vector_table {
    const void *initial_stack_pointer;
    arch_vector_fn reset;
    arch_vector_fn non_maskable;
    arch_vector_fn hard_fault;
    arch_vector_fn memory_management_fault;
    arch_vector_fn bus_fault;
    arch_vector_fn usage_fault;
    arch_vector_fn secure_fault; ///< Armv8-M
    arch_vector_fn reserved_8_to_10[3];
    arch_vector_fn sv_call;
    arch_vector_fn debug_monitor;
    arch_vector_fn reserved_13;
    arch_vector_fn pend_sv;
    arch_vector_fn sys_tick;
    arch_vector_fn irq[]; ///< up to the last one that the board enables
};
static_assert(sizeof(struct arch_vector_table) == 4 * 16, "as the hardware has it");
