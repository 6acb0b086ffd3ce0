// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The protection of a process as arch_types.h has it, for the Armv8-M protection unit.
#pragma once

#include <stdint.h>

#include <arch_maps.h>

/// Regions of the protection unit, from region 0 on, as pairs of words (RBAR, RLAR): the rest of
/// the kernel's memory, which is not open to the process, and what is: its image, RAM and maps.
enum {
    ARCH_PROTECTION_REST_REGIONS = 2,
    ARCH_PROTECTION_IMAGE_REGIONS = 2 + ARCH_MAP_REGIONS,
    ARCH_PROTECTION_REGIONS = ARCH_PROTECTION_REST_REGIONS + ARCH_PROTECTION_IMAGE_REGIONS,
};

/// Guard: base level. Written by the encoders of mpu_v8.c and mpu_v8_rest.c only.
struct arch_protection {
    uint32_t rest[2 * ARCH_PROTECTION_REST_REGIONS];
    uint32_t image[2 * ARCH_PROTECTION_IMAGE_REGIONS];
};
