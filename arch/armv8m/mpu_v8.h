// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Encodes the memory of a process for the Armv8-M protection unit. Pure: touches no register.
 *
 * What one process may touch is an *image* of pairs of words (RBAR, RLAR): the program's image
 * first, its RAM second, then its maps, as many as there is room for. A region has a first and a
 * last granule of 32 bytes, so every range whose bounds are multiples of 32 is covered exactly, by
 * one region, and nothing else can be covered.
 *
 * Loading: the pairs have no region numbers in them. For each four of them the port writes the
 * first one's number to RNR (a multiple of four, so that the alias registers reach all of them) and
 * stores the words, as they stand, from RBAR on. All pairs are always stored; a region that is not
 * in use is disabled. Two regions that are both enabled must not overlap: an address in two of them
 * faults for everybody. So no region of the kernel's may cover any byte of a block, an image or a
 * map.
 *
 * How much of the RAM is on changes with the program's break (mpu_v8_image_expose). Where it starts
 * is kept in the base address, also while nothing is exposed.
 *
 * All functions refuse addresses that do not fit 32 bits, so that they can be tested on any host.
 * Context of all: any. Time: constant, less than a hundred instructions.
 *
 * Source: Armv8-M ARM (DDI 0553), the chapter on PMSAv8 and the registers MPU_RBAR, MPU_RLAR and
 * MPU_MAIR0.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <kernel/port.h>
#include <lib/attributes.h>
#include <lib/range.h>

enum {
    MPU_V8_IMAGE_REGIONS_MIN = 2, ///< regions that each process has: its image, its RAM
    MPU_V8_GRANULE_BYTES = 32,
};

/// All that the architecture sets aside for RAM: what of it is not the process's is the kernel's.
static const struct range mpu_v8_memory = {0x20000000, 0x40000000};

/// RBAR: bits 31:5 base address, 4:3 shareability, 2:1 access, 0 execute never.
#define MPU_V8_RBAR_BASE_MASK 0xFFFFFFE0u
#define MPU_V8_RBAR_ACCESS_KERNEL (0u << 1)     ///< kernel reads and writes, user nothing
#define MPU_V8_RBAR_ACCESS_READ_WRITE (1u << 1) ///< both read and write
#define MPU_V8_RBAR_ACCESS_READ_ONLY (3u << 1)  ///< both only read
#define MPU_V8_RBAR_EXECUTE_NEVER (1u << 0)

/// RLAR: bits 31:5 the last granule (inclusive), 3:1 index of the attributes in MAIR, 0 enable.
#define MPU_V8_RLAR_LIMIT_MASK 0xFFFFFFE0u
#define MPU_V8_RLAR_ATTRIBUTES_SHIFT 1u
#define MPU_V8_RLAR_ENABLE (1u << 0)

/// Attributes that the regions of processes use; the port writes MPU_V8_MAIR0 to MAIR0 at boot.
enum { MPU_V8_ATTRIBUTES_MEMORY = 0, MPU_V8_ATTRIBUTES_DEVICE = 1 };

/// Attributes 0: normal memory, write-through, allocated when read, outer and inner alike.
/// Attributes 1: device, nGnRE: accesses are made one by one, in order.
#define MPU_V8_MAIR0 0x000004AAu

/// See port_block_place(). All bounds of the block are multiples of 32; it is the first one.
MUST_CHECK enum error mpu_v8_block_place(struct range free,
                                         const struct port_block_request *request,
                                         struct port_block *placed);

/**
 * See port_protection_encode(). On an error `image` is untouched.
 *
 * @param image  of so many regions, at least MPU_V8_IMAGE_REGIONS_MIN: two words for each.
 * @param code   may have any bounds; refused unless both are multiples of 32.
 * @param block  as placed by mpu_v8_block_place(); must not overlap `code`.
 */
MUST_CHECK enum error mpu_v8_image_encode(uint32_t *image, uint32_t regions, struct range code,
                                          const struct port_block *block, size_t app_bytes);

/// See port_protection_expose(). `image` has been encoded. exposed_end is a multiple of 32.
MUST_CHECK enum error mpu_v8_image_expose(uint32_t *image, uintptr_t app_break, uintptr_t limit,
                                          uintptr_t *exposed_end);

/**
 * See port_protection_map(). Takes one region; what the kernel's regions cover is refused, too.
 *
 * @param image  of so many regions, encoded.
 */
MUST_CHECK enum error mpu_v8_image_map(uint32_t *image, uint32_t regions, struct range range,
                                       uint32_t rights);

/// See port_protection_describe(). Regions in the order of their numbers, disabled ones left out.
bool mpu_v8_image_describe(const uint32_t *image, uint32_t regions, size_t index,
                           struct port_region *region);
