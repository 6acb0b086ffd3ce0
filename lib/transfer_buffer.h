// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The name of a transferable buffer. trusted
 *
 * The truth about such a buffer (where it is, who owns it) is the kernel's ledger. A name may be
 * stale or forged; the ledger checks it at each use. Capsules see the ledger through capsule.h,
 * chips through kernel/port.h.
 */
#pragma once

#include <stdint.h>

/// The generation has 48 bits, which no machine lives to run through: a name is never used again.
struct transfer_buffer {
    uint16_t index;
    uint16_t generation_high;
    uint32_t generation; ///< changes whenever the owner changes
};
