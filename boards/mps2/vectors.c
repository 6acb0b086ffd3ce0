// SPDX-License-Identifier: Apache-2.0 OR MIT
// The vector table. Lines without an entry of their own are never enabled.

#include <arch/processor.h>
#include <chips/mps2/interrupts.h>
#include <chips/mps2/timer.h>
#include <chips/mps2/uart.h>

extern char kernel_stack_top[];

SECTION(ARCH_VECTOR_SECTION)
USED const struct arch_vector_table arch_vectors = {
    .initial_stack_pointer = kernel_stack_top,
    .reset = arch_reset,
    .non_maskable = arch_non_maskable,
    .hard_fault = arch_hard_fault,
    .memory_management_fault = arch_fault,
    .bus_fault = arch_fault,
    .usage_fault = arch_fault,
    .secure_fault = arch_unexpected,
    .reserved_8_to_10 = {arch_unexpected, arch_unexpected, arch_unexpected},
    .sv_call = arch_sv_call,
    .debug_monitor = arch_unexpected,
    .reserved_13 = arch_unexpected,
    .pend_sv = arch_pend_sv,
    .sys_tick = arch_sys_tick,
    .irq =
        {
            [MPS2_LINE_UART0_RECEIVE] = mps2_uart_receive_top_half,
            [MPS2_LINE_UART0_TRANSMIT] = mps2_uart_transmit_top_half,
            [2 ... MPS2_LINE_TIMER0 - 1] = arch_irq_common,
            [MPS2_LINE_TIMER0] = mps2_timer_wrap_top_half,
            [MPS2_LINE_TIMER1... MPS2_LINE_COUNT - 1] = arch_irq_common,
        },
};
