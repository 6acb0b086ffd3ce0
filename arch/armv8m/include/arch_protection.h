// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The protection of a process as arch_types.h has it, for the Armv8-M protection unit.
#pragma once

#include <stdint.h>

/// Regions 0 to 3 of the protection unit, as pairs of words (RBAR, RLAR): what is open to the
/// process, and the rest of the pool, which is not.
enum { ARCH_PROTECTION_REGIONS = 4 };

/// Guard: base level. Written by the encoders of mpu_v8.c and mpu_v8_pool.c only.
struct arch_protection {
    uint32_t image[ARCH_PROTECTION_REGIONS];
    uint32_t pool[ARCH_PROTECTION_REGIONS];
};
