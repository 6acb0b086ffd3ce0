// SPDX-License-Identifier: Apache-2.0 OR MIT
// The real Armv7-M encoder as a unit of the simulated machine; the model of the hardware answers.
#include <string.h>

#include "machine.h"
#include "mpu_v7.h"
#include "mpu_v7_model.h"

static enum error v7_encode(struct arch_protection *protection, struct range image,
                            const struct port_block *block, size_t app_bytes)
{
    return mpu_v7_image_encode(protection->words, image, block, app_bytes);
}

static enum error v7_expose(struct arch_protection *protection, uintptr_t app_break,
                            uintptr_t limit, uintptr_t *exposed_end)
{
    return mpu_v7_image_expose(protection->words, app_break, limit, exposed_end);
}

static bool v7_describe(const struct arch_protection *protection, size_t index,
                        struct port_region *region)
{
    return mpu_v7_image_describe(protection->words, index, region);
}

static bool v7_allows(const struct arch_protection *protection, uintptr_t address,
                      enum host_access access)
{
    struct mpu_v7_model model;
    memset(&model, 0, sizeof model);
    mpu_v7_model_store(&model, 0x20000010, 0x11000000 | (17u << 1) | 1u); // 256 KiB, kernel only
    mpu_v7_model_store_all(&model, protection->words, MPU_REGION_PROCESS_COUNT);
    const enum model_access kinds[] = {
        [HOST_READ] = MODEL_READ, [HOST_WRITE] = MODEL_WRITE, [HOST_EXECUTE] = MODEL_EXECUTE};
    return mpu_v7_model_allows(&model, address, kinds[access]);
}

const struct host_protection_unit v7_unit = {
    .place = mpu_v7_block_place,
    .encode = v7_encode,
    .expose = v7_expose,
    .describe = v7_describe,
    .allows = v7_allows,
};
