// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The protection of a process as arch_types.h has it, for the Armv8-M protection unit.
#pragma once

#include <stdint.h>

/// Regions 0 and 1 of the protection unit, as pairs of words (RBAR, RLAR).
enum { ARCH_PROTECTION_REGIONS = 2 };

/// Guard: base level. Written by the encoders of mpu_v8.c only.
struct arch_protection {
    uint32_t image[2 * ARCH_PROTECTION_REGIONS];
};
