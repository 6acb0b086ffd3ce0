// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

void chip_address_of_element(uint8_t *bytes, uint32_t place);

void chip_address_of_element(uint8_t *bytes, uint32_t place)
{
    uint8_t *const behind = &bytes[place]; // expect: pointer-arithmetic
    *behind = 1;
}
