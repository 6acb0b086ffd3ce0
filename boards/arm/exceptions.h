// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The part of a vector table that is the same on all boards: all but the interrupt lines.
#pragma once

#include <arch/processor.h>

extern char kernel_stack_top[];

#define BOARD_EXCEPTIONS                                                                       \
    .initial_stack_pointer = kernel_stack_top, .reset = arch_reset,                            \
    .non_maskable = arch_non_maskable, .hard_fault = arch_hard_fault,                          \
    .memory_management_fault = arch_fault, .bus_fault = arch_fault, .usage_fault = arch_fault, \
    .secure_fault = arch_fault,                                                                \
    .reserved_8_to_10 = {arch_unexpected, arch_unexpected, arch_unexpected},                   \
    .sv_call = arch_sv_call, .debug_monitor = arch_unexpected, .reserved_13 = arch_unexpected, \
    .pend_sv = arch_pend_sv, .sys_tick = arch_sys_tick
