// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the words that stand for single bits of memory and devices: of the kernel, of both
// neighbours, of its own memory, which it could reach in the plain way.
//
// expect: error 1796 cases answered exactly
#include "user_access.h"

#define BIT_BAND_MEMORY 0x22000000u // Armv7-M ARM B3.1, where the processor has it
#define BIT_BAND_DEVICES 0x42000000u

enum { BITS_PER_BYTE = 8, WORD_BYTES = 4, PLACES = 64 };

static uint32_t alias_of(uint32_t address)
{
    return BIT_BAND_MEMORY + (address & 0xFFFFF) * BITS_PER_BYTE * WORD_BYTES;
}

int main(void)
{
    ATTACK_START("lend_bit_band");
    access_begin();
    const uint32_t targets[] = {BOARD_RAM_BASE,  BOARD_RAM_BASE + 0x1000, ATTACK_FORMER_RAM,
                                ATTACK_NEXT_RAM, access.memory_start,     attack_grant_start()};
    for (uint32_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        for (uint32_t place = 0; place < PLACES; place++) {
            access_case_both(alias_of(targets[i] + place), WORD_BYTES);
            access_case_both(alias_of(targets[i] + place) + 3 * WORD_BYTES, 1);
        }
    }
    for (uint32_t place = 0; place < PLACES; place++) {
        access_case_both(BIT_BAND_DEVICES + (0x4000 + place) * BITS_PER_BYTE * WORD_BYTES,
                         WORD_BYTES);
        access_case_both(BIT_BAND_DEVICES + place * 0x10000, 1);
    }
    access_case_both(alias_of(access.memory_start),
                     (access.memory_end - access.memory_start) * BITS_PER_BYTE * WORD_BYTES);
    access_case_both(BIT_BAND_MEMORY, 0x2000000);
    access_end();
    return 1;
}
