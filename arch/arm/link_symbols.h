// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Addresses that the board's linker script defines. Each is a place, not an object: only its
 * address means something.
 */
#pragma once

#include <kernel/port.h>

extern char kernel_data_start[];
extern char kernel_data_end[];
extern const char kernel_data_load[]; ///< initial contents of kernel_data, in flash
extern char kernel_bss_start[];
extern char kernel_bss_end[];

/// The stack grows from kernel_stack_end down to its start; its last eight bytes, from
/// kernel_stack_top on, hold arch_current and a word of the port. Below its start lies the guard: a
/// power of two of at least 256 bytes, aligned to itself, in which there is nothing. A core with
/// stack limits needs no guard.
extern char kernel_stack_guard_start[];
extern char kernel_stack_start[];
extern char kernel_stack_end[];

/// Memory for processes.
extern char pool_start[];
extern char pool_end[];

extern const char capsule_text_start[];
extern const char capsule_text_end[];

/// The exception table.
extern const struct port_window exception_table_start[];
extern const struct port_window exception_table_end[];
