// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A model of the Armv7-M protection unit as an unprivileged access sees it, written from the manual
 * and sharing nothing with the encoder: numbers and masks are spelled out here again on purpose.
 *
 * Source: Armv7-M ARM (DDI 0403E.e) B3.5.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model_access.h"

enum { MODEL_REGIONS = 8 };

/// The registers behind RNR, region by region.
struct mpu_v7_model {
    uint32_t rbar[MODEL_REGIONS];
    uint32_t rasr[MODEL_REGIONS];
};

/// Stores one pair through an alias: RBAR has VALID set and says which region.
void mpu_v7_model_store(struct mpu_v7_model *model, uint32_t rbar, uint32_t rasr);

/// Stores `count` pairs in the order of memory.
void mpu_v7_model_store_all(struct mpu_v7_model *model, const uint32_t words[], size_t count);

/**
 * Null when the registers mean the same on every implementation, else what is wrong with them: an
 * enabled region whose base is not a multiple of its size, subregions of a region without any, a
 * reserved permission, no subregion on.
 */
const char *mpu_v7_model_complaint(const struct mpu_v7_model *model);

/// True when unprivileged code may make the access. The background map gives it nothing.
bool mpu_v7_model_allows(const struct mpu_v7_model *model, uint64_t address,
                         enum model_access access);
