// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint32_t chip_sum(const uint32_t *words, uint32_t place);

uint32_t chip_sum(const uint32_t *words, uint32_t place)
{
    return *(words + place); // expect: pointer-arithmetic
}
