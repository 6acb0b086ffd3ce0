// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint32_t chip_copy(uint32_t word);

uint32_t chip_copy(uint32_t word)
{
    return __builtin_bswap32(word); // expect: builtin
}
