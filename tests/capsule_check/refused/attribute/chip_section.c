// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

#include <lib/attributes.h>

uint32_t chip_section(void);

static const uint32_t vector SECTION(".vectors") = 1; // expect: attribute

uint32_t chip_section(void)
{
    return vector;
}
