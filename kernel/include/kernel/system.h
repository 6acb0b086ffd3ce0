// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Where the board's system description (abi/system.h) lies, and the memory for its regions, which
 * is nobody else's. Boards with IPC define these.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <lib/range.h>

extern const uint8_t *const system_bytes; ///< aligned to 4
extern const size_t system_bytes_max;

extern uint8_t *const system_regions;
extern const struct range system_regions_range;
