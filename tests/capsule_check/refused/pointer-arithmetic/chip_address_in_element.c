// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

struct chip_part {
    uint32_t words[2];
};

void chip_address_in_element(struct chip_part parts[], uint32_t place);

void chip_address_in_element(struct chip_part parts[], uint32_t place)
{
    uint32_t *const behind = &(parts[place].words[1]); // expect: pointer-arithmetic
    *behind = 1;
}
