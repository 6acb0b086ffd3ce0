// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where the system description and the memory of its regions lie, for the kernel's IPC.

#include <board_facts.h>
#include <kernel/system.h>

/// The linker script puts this at BOARD_SYSTEM_BASE.
extern const uint8_t system_start[];

const uint8_t *const system_bytes = system_start;
const size_t system_bytes_max = BOARD_SYSTEM_BYTES;

/// Likewise, at BOARD_REGIONS_BASE.
extern uint8_t regions_start[];

uint8_t *const system_regions = regions_start;
const struct range system_regions_range = {BOARD_REGIONS_BASE,
                                           BOARD_REGIONS_BASE + BOARD_REGIONS_BYTES};

const struct range system_devices[] = {BOARD_PROGRAM_RANGES};
const size_t system_device_count = sizeof system_devices / sizeof system_devices[0];

const uint16_t system_lines[] = {BOARD_PROGRAM_LINES};
const size_t system_line_count = sizeof system_lines / sizeof system_lines[0];
