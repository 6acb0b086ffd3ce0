// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

#define BOTH union both

BOTH // expect: union
{
    uint32_t *pointer;
    uintptr_t address;
};

void chip_in_macro(uintptr_t address);

void chip_in_macro(uintptr_t address)
{
    BOTH both = {.address = address};
    *both.pointer = 1;
}
