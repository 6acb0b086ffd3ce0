// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Numbers and bits of the Armv7-M protection unit: which region is for what, and how the two words
 * of a region are made up.
 *
 * Regions of a higher number win where regions overlap, also when they take rights away. Region
 * MPU_REGION_MEMORY and MPU_REGION_GUARD are written once at boot; those between belong to the
 * process and are loaded from its record, all of them, unused ones disabled.
 *
 * Source: Armv7-M ARM (DDI 0403E.e) B3.5.8 (MPU_RBAR), B3.5.9 (MPU_RASR), B3.5.10 (attributes).
 */
#pragma once

#include <stdint.h>

enum mpu_region {
    MPU_REGION_MEMORY = 0,     ///< all RAM: kernel only, never executable
    MPU_REGION_IMAGE = 1,      ///< the program's image
    MPU_REGION_RAM_LOW = 2,    ///< the program's RAM, first part
    MPU_REGION_RAM_HIGH = 3,   ///< the part directly behind it
    MPU_REGION_IMAGE_HIGH = 4, ///< second part of an image that one region cannot cover; else spare
    MPU_REGION_SPARE_LOW = 5,
    MPU_REGION_SPARE_HIGH = 6,
    MPU_REGION_GUARD = 7, ///< below the kernel stack: nobody
};

enum {
    MPU_REGION_PROCESS_FIRST = MPU_REGION_IMAGE,
    MPU_REGION_PROCESS_COUNT = 6,
    MPU_REGION_SUBREGIONS = 8,
    MPU_REGION_BYTES_MIN = 256, ///< the smallest region that has subregions
    MPU_GRANULE_BYTES = 32,     ///< the smallest unit the hardware can tell apart
};

/// RBAR: bits 31:5 base address, bit 4 VALID (the region number is in this word), bits 3:0 number.
#define MPU_RBAR_VALID 0x10u
#define MPU_RBAR_BASE_MASK 0xFFFFFFE0u
#define MPU_RBAR_REGION_MASK 0xFu

/// RASR: size is log2(bytes) - 1 in bits 5:1; bits 15:8 disable eighths, lowest addresses first.
#define MPU_RASR_ENABLE 0x1u
#define MPU_RASR_SIZE_SHIFT 1u
#define MPU_RASR_SIZE_MASK 0x1Fu
#define MPU_RASR_DISABLED_SHIFT 8u
#define MPU_RASR_DISABLED_MASK 0xFFu
#define MPU_RASR_EXECUTE_NEVER (1u << 28)

/// Access permission, bits 26:24.
#define MPU_RASR_ACCESS_NONE (0u << 24)
#define MPU_RASR_ACCESS_KERNEL (1u << 24)     ///< kernel reads and writes, user nothing
#define MPU_RASR_ACCESS_READ_WRITE (3u << 24) ///< both read and write
#define MPU_RASR_ACCESS_READ_ONLY (6u << 24)  ///< both only read

/// TEX, S, C and B, bits 21:16: normal memory, write-through, as table B3-16 gives for the two.
#define MPU_RASR_MEMORY_FLASH (1u << 17)
#define MPU_RASR_MEMORY_RAM ((1u << 18) | (1u << 17))
#define MPU_RASR_MEMORY_DEVICE (1u << 16) ///< device, shared
#define MPU_RASR_ACCESS_MASK (7u << 24)
