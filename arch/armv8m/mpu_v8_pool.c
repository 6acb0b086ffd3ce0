// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "mpu_v8_pool.h"

static void pair_encode(uint32_t pair[2], uintptr_t start, uintptr_t end)
{
    pair[0] = (uint32_t)start | MPU_V8_RBAR_ACCESS_KERNEL | MPU_V8_RBAR_EXECUTE_NEVER;
    pair[1] = 0;
    if (start < end) {
        pair[1] = (((uint32_t)end - MPU_V8_GRANULE_BYTES) & MPU_V8_RLAR_LIMIT_MASK) |
                  (uint32_t)MPU_V8_ATTRIBUTES_MEMORY << MPU_V8_RLAR_ATTRIBUTES_SHIFT |
                  MPU_V8_RLAR_ENABLE;
    }
}

void mpu_v8_pool_encode(uint32_t words[MPU_V8_POOL_WORDS], struct range pool, struct range exposed)
{
    pair_encode(words, pool.start, exposed.start);
    pair_encode(words + 2, exposed.end, pool.end);
}
