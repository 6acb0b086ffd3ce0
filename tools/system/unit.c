// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "unit.h"

enum {
    V7_REGION_BYTES_MIN = 32,
    V7_SUBREGIONS_FROM_BYTES = 256, ///< smaller regions have none
    V7_SUBREGIONS = 8,
    V8_GRANULE_BYTES = 32,
    PMP_GRANULE_BYTES = 4,
    PMP_NATURAL_BYTES_MIN = 8,
};

static uint64_t up(uint64_t value, uint64_t unit)
{
    return (value + unit - 1) / unit * unit;
}

static uint64_t v7_step(uint64_t region_bytes)
{
    return region_bytes < V7_SUBREGIONS_FROM_BYTES ? region_bytes : region_bytes / V7_SUBREGIONS;
}

void unit_size_fit(enum protection_unit unit, uint64_t bytes, uint64_t *alignment,
                   uint64_t *covered_bytes)
{
    uint64_t region_bytes = V7_REGION_BYTES_MIN;
    switch (unit) {
    case UNIT_ARMV7M:
        while (region_bytes < bytes) {
            region_bytes *= 2;
        }
        *alignment = region_bytes;
        *covered_bytes = up(bytes, v7_step(region_bytes));
        break;
    case UNIT_ARMV8M:
        *alignment = V8_GRANULE_BYTES;
        *covered_bytes = up(bytes, V8_GRANULE_BYTES);
        break;
    case UNIT_PMP:
        // As one entry, which are fewer than bytes.
        region_bytes = PMP_NATURAL_BYTES_MIN;
        while (region_bytes < bytes) {
            region_bytes *= 2;
        }
        *alignment = region_bytes;
        *covered_bytes = region_bytes;
        break;
    }
}

bool unit_place_fit(enum protection_unit unit, uint64_t base, uint64_t bytes,
                    uint64_t *covered_bytes)
{
    const uint64_t granule = unit == UNIT_PMP ? PMP_GRANULE_BYTES : V8_GRANULE_BYTES;
    if (unit != UNIT_ARMV7M) {
        *covered_bytes = up(bytes, granule);
        return base % granule == 0;
    }
    // The smallest region with a subregion that begins at the base and another that ends it.
    for (uint64_t region_bytes = V7_REGION_BYTES_MIN; region_bytes <= UINT64_C(1) << 32;
         region_bytes *= 2) {
        const uint64_t step = v7_step(region_bytes);
        const uint64_t covered = up(bytes, step);
        if (base % step == 0 && base % region_bytes + covered <= region_bytes) {
            *covered_bytes = covered;
            return true;
        }
    }
    return false;
}

uint64_t unit_entries(enum protection_unit unit, struct address_range range)
{
    const uint64_t bytes = range.length_bytes;
    const bool is_natural =
        bytes >= PMP_NATURAL_BYTES_MIN && (bytes & (bytes - 1)) == 0 && range.base % bytes == 0;
    return unit != UNIT_PMP || is_natural ? 1 : 2;
}
