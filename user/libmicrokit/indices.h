// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Which capability is behind a channel, an interrupt, a child. Found once, when the program
/// starts, by asking the kernel about each entry of the program's table.
#pragma once

#include <microkit.h>

/// Indices of the capability table by identifier; 0: there is none.
struct microkit_indices {
    uint8_t call[MICROKIT_MAX_CHANNELS];
    uint8_t notify[MICROKIT_MAX_CHANNELS];
    uint8_t irq[MICROKIT_MAX_CHANNELS];
    uint8_t child[MICROKIT_MAX_CHANNELS];
    uint8_t slot_first; ///< of the entries for capabilities at run time
    uint8_t slot_count;
};
extern struct microkit_indices microkit_indices;

void microkit_indices_find(void);

/// An index, or 0.
static inline uintptr_t microkit_index(const uint8_t *indices, unsigned identifier)
{
    return identifier < MICROKIT_MAX_CHANNELS ? indices[identifier] : 0;
}
