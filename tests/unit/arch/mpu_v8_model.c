// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "mpu_v8_model.h"

enum { NO_REGION = -1, TWO_REGIONS = -2 };

static bool is_enabled(uint32_t rlar)
{
    return rlar & 1u;
}

static uint64_t first_byte(uint32_t rbar)
{
    return rbar & ~0x1Fu;
}

static uint64_t last_byte(uint32_t rlar)
{
    return rlar | 0x1Fu;
}

void mpu_v8_model_store(struct mpu_v8_model *model, uint32_t first, const uint32_t words[],
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        model->rbar[first + i] = words[2 * i];
        model->rlar[first + i] = words[2 * i + 1];
    }
}

/// The region that an address is in.
static int region_of(const struct mpu_v8_model *model, uint64_t address)
{
    int found = NO_REGION;
    for (int i = 0; i < MODEL_V8_REGIONS; i++) {
        if (is_enabled(model->rlar[i]) && first_byte(model->rbar[i]) <= address &&
            address <= last_byte(model->rlar[i])) {
            if (found != NO_REGION) {
                return TWO_REGIONS;
            }
            found = i;
        }
    }
    return found;
}

const char *mpu_v8_model_complaint(const struct mpu_v8_model *model, uint32_t attributes)
{
    for (int i = 0; i < MODEL_V8_REGIONS; i++) {
        if (!is_enabled(model->rlar[i])) {
            continue;
        }
        if (first_byte(model->rbar[i]) > last_byte(model->rlar[i])) {
            return "region ends before it starts";
        }
        if (((model->rbar[i] >> 3) & 3u) == 1) {
            return "reserved shareability";
        }
        if (((model->rlar[i] >> 1) & 7u) > attributes) {
            return "attributes that nobody set up";
        }
        if ((model->rlar[i] & 0x10u) != 0) {
            return "reserved bit";
        }
        // Regions overlap if and only if the first byte of one lies in the other.
        if (region_of(model, first_byte(model->rbar[i])) != i) {
            return "regions overlap";
        }
    }
    return NULL;
}

static bool region_allows(uint32_t rbar, bool is_privileged, enum model_access access)
{
    const uint32_t permission = (rbar >> 1) & 3u;
    const bool may_read = is_privileged || (permission & 1u) != 0;
    const bool may_write = may_read && (permission & 2u) == 0;
    const bool is_execute_never = rbar & 1u;
    switch (access) {
    case MODEL_READ:
        return may_read;
    case MODEL_WRITE:
        return may_write;
    case MODEL_EXECUTE:
        return may_read && !is_execute_never;
    }
    return false;
}

bool mpu_v8_model_allows(const struct mpu_v8_model *model, uint64_t address,
                         enum model_access access)
{
    const int region = region_of(model, address);
    return region >= 0 && region_allows(model->rbar[region], false, access);
}

bool mpu_v8_model_allows_kernel(const struct mpu_v8_model *model, uint64_t address,
                                enum model_access access)
{
    const int region = region_of(model, address);
    return region == NO_REGION || (region >= 0 && region_allows(model->rbar[region], true, access));
}
