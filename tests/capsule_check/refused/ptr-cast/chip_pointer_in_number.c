// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
// The number is in memory, and memory is looked at as a pointer.
#include <stdint.h>

void chip_pointer_in_number(uintptr_t address);

void chip_pointer_in_number(uintptr_t address)
{
    **(uint32_t **)&address = 4; // expect: ptr-cast
}
