// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Where the board's system description (abi/system.h) lies, the memory for its regions, which is
 * nobody else's, and what of the machine it may give to programs. Boards with IPC define these.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <lib/range.h>

extern const uint8_t *const system_bytes; ///< aligned to 4
extern const size_t system_bytes_max;

extern uint8_t *const system_regions;
extern const struct range system_regions_range;

/// Registers of devices that programs may have. Nothing of the kernel's is in them: no memory, no
/// controller of interrupts or of protection.
extern const struct range system_devices[];
extern const size_t system_device_count;

/// Interrupt lines that programs may have.
extern const uint16_t system_lines[];
extern const size_t system_line_count;
