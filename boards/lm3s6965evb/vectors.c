// SPDX-License-Identifier: Apache-2.0 OR MIT
// The vector table. Lines without an entry of their own are enabled for a bottom half or never.

#include <arch/processor.h>
#include <board_facts.h>
#include <chips/stellaris/interrupts.h>
#include <chips/stellaris/timer.h>

extern char kernel_stack_top[];

static_assert((int)BOARD_LINE_COUNT == (int)STELLARIS_LINE_COUNT, "an entry for each line");

// The first entry of the lines is for all of them; those behind it replace theirs.
#pragma GCC diagnostic ignored "-Woverride-init"

SECTION(ARCH_VECTOR_SECTION)
USED const struct arch_vector_table arch_vectors = {
    .initial_stack_pointer = kernel_stack_top,
    .reset = arch_reset,
    .non_maskable = arch_non_maskable,
    .hard_fault = arch_hard_fault,
    .memory_management_fault = arch_fault,
    .bus_fault = arch_fault,
    .usage_fault = arch_fault,
    .secure_fault = arch_fault,
    .reserved_8_to_10 = {arch_unexpected, arch_unexpected, arch_unexpected},
    .sv_call = arch_sv_call,
    .debug_monitor = arch_unexpected,
    .reserved_13 = arch_unexpected,
    .pend_sv = arch_pend_sv,
    .sys_tick = arch_sys_tick,
    .irq =
        {
            [0 ... STELLARIS_LINE_COUNT - 1] = arch_irq_common,
            [STELLARIS_LINE_TIMER0] = stellaris_timer_top_half,
        },
};
