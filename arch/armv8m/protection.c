// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The pure part of the port's memory protection: the Armv8-M encoders under the port's names.
#include <kernel/port.h>

#include "mpu_v8.h"
#include "mpu_v8_rest.h"

static_assert((int)ARCH_PROTECTION_REST_REGIONS == (int)MPU_V8_REST_REGIONS &&
                  (int)ARCH_PROTECTION_IMAGE_REGIONS >= (int)MPU_V8_IMAGE_REGIONS_MIN,
              "the process record holds every region that changes with the process");

enum error port_block_place(struct range free, const struct port_block_request *request,
                            struct port_block *placed)
{
    return mpu_v8_block_place(free, request, placed);
}

/// The base of the second region, the program's RAM, is where it starts.
static uintptr_t memory_start(const struct arch_protection *protection)
{
    return protection->image[2] & MPU_V8_RBAR_BASE_MASK;
}

static void rest_encode(struct arch_protection *protection, uintptr_t exposed_end)
{
    mpu_v8_rest_encode(protection->rest, (struct range){memory_start(protection), exposed_end});
}

enum error port_protection_encode(struct arch_protection *protection, struct range image,
                                  const struct port_block *block, size_t app_bytes)
{
    enum error error = mpu_v8_image_encode(protection->image, ARCH_PROTECTION_IMAGE_REGIONS, image,
                                           block, app_bytes);
    if (error == ERROR_NONE) {
        rest_encode(protection, memory_start(protection));
    }
    return error;
}

enum error port_protection_expose(struct arch_protection *protection, uintptr_t app_break,
                                  uintptr_t limit, uintptr_t *exposed_end)
{
    enum error error = mpu_v8_image_expose(protection->image, app_break, limit, exposed_end);
    if (error == ERROR_NONE) {
        rest_encode(protection, *exposed_end);
    }
    return error;
}

bool port_protection_describe(const struct arch_protection *protection, size_t index,
                              struct port_region *region)
{
    return mpu_v8_image_describe(protection->image, ARCH_PROTECTION_IMAGE_REGIONS, index, region);
}

enum error port_protection_map(struct arch_protection *protection, struct range range,
                               uint32_t rights)
{
    return mpu_v8_image_map(protection->image, ARCH_PROTECTION_IMAGE_REGIONS, range, rights);
}
