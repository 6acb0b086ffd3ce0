// SPDX-License-Identifier: Apache-2.0 OR MIT
// The encoder of the protection unit under the port's names.

#include <kernel/port.h>

#include "process_state.h"

static_assert((int)ARCH_PROTECTION_CONFIGURATION_BYTES == (int)PMP_CONFIGURATION_ENTRIES,
              "the process record holds the image of a process");

struct pmp_unit arch_pmp_unit;

enum error port_block_place(struct range free, const struct port_block_request *request,
                            struct port_block *placed)
{
    return pmp_block_place(&arch_pmp_unit, free, request, placed);
}

enum error port_protection_encode(struct arch_protection *protection, struct range image,
                                  const struct port_block *block, size_t app_bytes)
{
    return pmp_image_encode(&arch_pmp_unit, protection->image, image, block, app_bytes);
}

enum error port_protection_expose(struct arch_protection *protection, uintptr_t app_break,
                                  uintptr_t limit, uintptr_t *exposed_end)
{
    return pmp_image_expose(&arch_pmp_unit, protection->image, app_break, limit, exposed_end);
}

bool port_protection_describe(const struct arch_protection *protection, size_t index,
                              struct port_region *region)
{
    return pmp_image_describe(&arch_pmp_unit, protection->image, index, region);
}

enum error port_protection_map(struct arch_protection *protection, struct range range,
                               uint32_t rights)
{
    return pmp_image_map(&arch_pmp_unit, protection->image, range, rights);
}
