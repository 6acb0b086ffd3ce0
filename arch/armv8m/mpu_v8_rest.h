// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The rest of the memory while a process runs, for the Armv8-M protection unit. Pure: touches no
 * register.
 *
 * By default all memory that no region covers is the kernel's and can be executed. Regions must not
 * overlap, so what lies below and above the exposed memory of the process, as far as the
 * architecture sets addresses aside for RAM, gets two regions of its own: for the kernel to read
 * and write and nobody to execute. They go with the process's own pairs (mpu_v8.h) and change when
 * these do.
 */
#pragma once

#include <stdint.h>

#include <lib/range.h>

#include "mpu_v8.h"

enum { MPU_V8_REST_REGIONS = 2, MPU_V8_REST_WORDS = 2 * MPU_V8_REST_REGIONS };

/**
 * Encodes two words of one region: the kernel's alone, and no code. Off if there is nothing in it.
 *
 * @param range  bounds are multiples of 32.
 * Context: any.
 */
void mpu_v8_kernel_encode(uint32_t pair[2], struct range range);

/**
 * Encodes both regions; one that would hold nothing is disabled.
 *
 * @param exposed  what the process may touch of its block; lies in mpu_v8_memory, may be empty;
 *                 bounds are multiples of 32.
 * Context: any.
 */
void mpu_v8_rest_encode(uint32_t words[MPU_V8_REST_WORDS], struct range exposed);
