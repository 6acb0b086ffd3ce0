// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The pure part of the port's memory protection: the Armv7-M encoder under the port's names.
#include <kernel/port.h>

#include "mpu_v7.h"

static_assert((int)ARCH_PROTECTION_REGIONS == (int)MPU_REGION_PROCESS_COUNT,
              "the process record holds every region of a process");

enum error port_block_place(struct range free, const struct port_block_request *request,
                            struct port_block *placed)
{
    return mpu_v7_block_place(free, request, placed);
}

enum error port_protection_encode(struct arch_protection *protection, struct range image,
                                  const struct port_block *block, size_t app_bytes)
{
    return mpu_v7_image_encode(protection->image, image, block, app_bytes);
}

enum error port_protection_expose(struct arch_protection *protection, uintptr_t app_break,
                                  uintptr_t limit, uintptr_t *exposed_end)
{
    return mpu_v7_image_expose(protection->image, app_break, limit, exposed_end);
}

bool port_protection_describe(const struct arch_protection *protection, size_t index,
                              struct port_region *region)
{
    return mpu_v7_image_describe(protection->image, index, region);
}

enum error port_protection_map(struct arch_protection *protection, struct range range,
                               uint32_t rights)
{
    return mpu_v7_image_map(protection->image, range, rights);
}
