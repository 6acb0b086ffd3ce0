// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

struct chip_part {
    uint32_t words[2];
};

void chip_array_in_element(struct chip_part *parts, uint32_t place);

void chip_array_in_element(struct chip_part *parts, uint32_t place)
{
    uint32_t *const behind = parts[place].words; // expect: pointer-arithmetic
    *behind = 1;
}
