// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A model of the Armv8-M protection unit, written from the manual and sharing nothing with the
 * encoder: numbers and masks are spelled out here again on purpose.
 *
 * Source: Armv8-M ARM (DDI 0553), the chapter on PMSAv8.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model_access.h"

enum { MODEL_V8_REGIONS = 8 };

/// The registers behind RNR, region by region.
struct mpu_v8_model {
    uint32_t rbar[MODEL_V8_REGIONS];
    uint32_t rlar[MODEL_V8_REGIONS];
};

/// Stores `count` pairs to neighbouring regions from `first` on.
void mpu_v8_model_store(struct mpu_v8_model *model, uint32_t first, const uint32_t words[],
                        size_t count);

/**
 * Null when the registers mean the same on every implementation, else what is wrong with them: an
 * enabled region that ends before it starts, reserved shareability, attributes behind
 * number `attributes`, two regions that overlap.
 */
const char *mpu_v8_model_complaint(const struct mpu_v8_model *model, uint32_t attributes);

/// True when unprivileged code may make the access. An address in two regions faults; the
/// background map gives unprivileged code nothing.
bool mpu_v8_model_allows(const struct mpu_v8_model *model, uint64_t address,
                         enum model_access access);

/// The same for privileged code, with the background map on.
bool mpu_v8_model_allows_kernel(const struct mpu_v8_model *model, uint64_t address,
                                enum model_access access);
