// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Addresses that the board's linker script defines. Each is a place, not an object: only its
 * address means something.
 *
 * Sections that the script must place:
 *
 *     .text.start     first, where the hart starts; kept
 *     .user_window    behind it, inside one page of 4 KiB that holds code only. Reason: emulators
 *                     let a window read and write the page that its own code lies in.
 *     .exception_table.*   between exception_table_start and exception_table_end
 *     .capsule.text.*      between capsule_text_start and capsule_text_end
 */
#pragma once

#include <kernel/port.h>

extern char kernel_data_start[];
extern char kernel_data_end[];
extern const char kernel_data_load[]; ///< initial contents of kernel_data, with the code
extern char kernel_bss_start[];
extern char kernel_bss_end[];

/// The stack grows from kernel_stack_end (a multiple of 16) down to its start; its last 16 bytes,
/// from kernel_stack_top on, hold arch_current and, 8 bytes further, arch_work_is_pending. Below
/// its start lies the guard: a power of two of at least 256 bytes, aligned to itself, in which
/// there is nothing; it may lie below the RAM.
extern char kernel_stack_guard_start[];
extern char kernel_stack_start[];
extern char kernel_stack_top[];
extern char kernel_stack_end[];

extern const char capsule_text_start[];
extern const char capsule_text_end[];

/// The exception table.
extern const struct port_window exception_table_start[];
extern const struct port_window exception_table_end[];

/// What the kernel itself may reach, where the hart can limit that. Each range is a power of two
/// aligned to itself, or starts where the one before it ends. Multiples of 4 KiB.
extern const char protected_text_start[]; ///< code and constants of kernel and capsules
extern const char protected_text_end[];
extern const char protected_images_start[]; ///< images of programs: read only
extern const char protected_images_end[];
extern const char protected_memory_start[]; ///< all RAM, with that of programs
extern const char protected_memory_end[];
extern const char protected_devices_start[]; ///< a power of two, aligned to itself
extern const char protected_devices_end[];
