// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint32_t chip_step(const uint8_t *bytes, uint32_t count);

uint32_t chip_step(const uint8_t *bytes, uint32_t count)
{
    uint32_t sum = 0;
    for (; count > 0; count--) {
        sum += *bytes++; // expect: pointer-arithmetic
    }
    return sum;
}
