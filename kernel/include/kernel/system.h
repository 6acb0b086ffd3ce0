// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Where the board's system description (abi/system.h) lies. Boards with IPC define these.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

extern const uint8_t *const system_bytes; ///< aligned to 4
extern const size_t system_bytes_max;
