// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uintptr_t chip_number_behind(const uint32_t *word, uint32_t place);

uintptr_t chip_number_behind(const uint32_t *word, uint32_t place)
{
    return (uintptr_t)word + place; // expect: ptr-cast
}
