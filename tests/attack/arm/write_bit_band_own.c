// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes a bit of its own memory through the bit-band alias: no region may cover an alias.
//
// expect: fault data access violation
#include "attack.h"

enum { BIT_BAND_RAM = 0x22000000 };

int main(void)
{
    ATTACK_START("write_bit_band_own");
    uint32_t target = attack_memory_start() + 0x10;
    attack_write(BIT_BAND_RAM + (target - BOARD_RAM_BASE) * 32);
    return 1;
}
