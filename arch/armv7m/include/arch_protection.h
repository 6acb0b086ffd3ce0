// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The protection of a process as arch_types.h has it, for the Armv7-M protection unit.
#pragma once

#include <stdint.h>

/// Regions 1 to 6 of the protection unit, as pairs of words (RBAR with VALID and number, RASR).
enum { ARCH_PROTECTION_REGIONS = 6 };

/// Guard: base level. Written by the encoders of mpu_v7.c only.
struct arch_protection {
    uint32_t image[2 * ARCH_PROTECTION_REGIONS];
};
