// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where the system description lies, for the kernel's IPC.

#include <board_facts.h>
#include <kernel/system.h>

/// The linker script puts this at BOARD_SYSTEM_BASE.
extern const uint8_t system_start[];

const uint8_t *const system_bytes = system_start;
const size_t system_bytes_max = BOARD_SYSTEM_BYTES;
