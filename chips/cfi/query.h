// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What chips of flash say of themselves.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct cfi_geometry {
    /// One in the lowest bit of each chip's part of a word: a command, or a bit of the status,
    /// times this is that of all chips.
    uint32_t lanes;
    uint32_t block_count;
    uint32_t block_bytes;  ///< of all chips together, as below
    uint32_t buffer_bytes; ///< that can be programmed at once
    bool has_locks;        ///< blocks can be locked one by one
};

/// Commands: the chips, afterwards, give what is stored in them.
enum { CFI_READ_ARRAY = 0xFF };

/// False: there are no chips that this driver can use; *geometry is anything. Context: init.
bool cfi_query(struct cfi_geometry *geometry);
