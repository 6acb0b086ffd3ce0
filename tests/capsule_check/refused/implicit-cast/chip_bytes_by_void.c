// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint8_t chip_bytes_by_void(const void *place);

uint8_t chip_bytes_by_void(const void *place)
{
    const uint8_t *const bytes = place; // expect: implicit-cast
    return *bytes;
}
