// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "mpu_v8_rest.h"

void mpu_v8_kernel_encode(uint32_t pair[2], struct range range)
{
    pair[0] = (uint32_t)range.start | MPU_V8_RBAR_ACCESS_KERNEL | MPU_V8_RBAR_EXECUTE_NEVER;
    pair[1] = 0;
    if (range.start < range.end) {
        pair[1] = (((uint32_t)range.end - MPU_V8_GRANULE_BYTES) & MPU_V8_RLAR_LIMIT_MASK) |
                  (uint32_t)MPU_V8_ATTRIBUTES_MEMORY << MPU_V8_RLAR_ATTRIBUTES_SHIFT |
                  MPU_V8_RLAR_ENABLE;
    }
}

void mpu_v8_rest_encode(uint32_t words[MPU_V8_REST_WORDS], struct range exposed)
{
    mpu_v8_kernel_encode(words, (struct range){mpu_v8_memory.start, exposed.start});
    mpu_v8_kernel_encode(words + 2, (struct range){exposed.end, mpu_v8_memory.end});
}
