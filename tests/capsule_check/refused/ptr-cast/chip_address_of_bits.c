// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
// A number, but none of the usual types.
#include <stdint.h>

void chip_address_of_bits(uintptr_t address);

void chip_address_of_bits(uintptr_t address)
{
    const unsigned _BitInt(32) bits = address;
    *(uint32_t *)bits = 4; // expect: ptr-cast
}
