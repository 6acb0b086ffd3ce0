// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

void chip_words_by_void(uint8_t *bytes);

void chip_words_by_void(uint8_t *bytes)
{
    void *const anything = bytes;     // expect: implicit-cast
    uint32_t *const words = anything; // expect: implicit-cast
    *words = 1;
}
