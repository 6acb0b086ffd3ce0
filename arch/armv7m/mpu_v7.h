// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Encodes the memory of a process for the Armv7-M protection unit. Pure: touches no register.
 *
 * What one process may touch is an *image* of six pairs of words (RBAR with VALID, RASR), regions 1
 * to 6 in order, ready to be stored through the alias registers. Unused regions are in it,
 * disabled.
 *
 * A *cover* is how a range of addresses is put together from at most two regions that lie directly
 * behind each other. The range may start at any subregion of the first one and end at any subregion
 * of the last one; subregions outside the range are off. So a program's RAM starts at a multiple of
 * the first region's eighth, not of the region, and its block is not a power of two: the kernel's
 * part follows directly behind the last subregion that the program can ever get.
 *
 * How much of the RAM is on changes with the program's break (mpu_v7_image_expose). Where it starts
 * is kept in the first region's disabled bits, also while nothing is exposed: they are the run of
 * ones from bit 0.
 *
 * All functions refuse addresses that do not fit 32 bits, so that they can be tested on any host.
 * Context of all: any. Time: at most a few hundred instructions.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <kernel/port.h>
#include <lib/attributes.h>
#include <lib/range.h>

#include "mpu_regions.h"

enum { MPU_V7_IMAGE_WORDS = 2 * MPU_REGION_PROCESS_COUNT };

/// See port_block_place(). The block found is the one that ends first.
MUST_CHECK enum error mpu_v7_block_place(struct range free,
                                         const struct port_block_request *request,
                                         struct port_block *placed);

/// See port_protection_encode(). On an error `image` is untouched.
MUST_CHECK enum error mpu_v7_image_encode(uint32_t image[MPU_V7_IMAGE_WORDS], struct range code,
                                          const struct port_block *block, size_t app_bytes);

/// See port_protection_expose().
MUST_CHECK enum error mpu_v7_image_expose(uint32_t image[MPU_V7_IMAGE_WORDS], uintptr_t app_break,
                                          uintptr_t limit, uintptr_t *exposed_end);

/// See port_protection_map(). Takes one region or two of those that the process has left: three, or
/// two if its image needs two.
MUST_CHECK enum error mpu_v7_image_map(uint32_t image[MPU_V7_IMAGE_WORDS], struct range range,
                                       uint32_t rights);

/// See port_protection_describe(). Regions in the order of their numbers, disabled ones left out.
bool mpu_v7_image_describe(const uint32_t image[MPU_V7_IMAGE_WORDS], size_t index,
                           struct port_region *region);
