// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint8_t chip_words_as_bytes(const uint32_t *word);

uint8_t chip_words_as_bytes(const uint32_t *word)
{
    return *(const uint8_t *)word; // expect: ptr-cast
}
