// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint8_t chip_before_the_first(const uint8_t *bytes, int32_t place);

uint8_t chip_before_the_first(const uint8_t *bytes, int32_t place)
{
    return bytes[place]; // expect: pointer-arithmetic
}
