// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

#define REGISTER(address) (*(uint32_t *)(address))

void chip_register_in_macro(uintptr_t address);

void chip_register_in_macro(uintptr_t address)
{
    REGISTER(address) = 5; // expect: ptr-cast
}
