// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes a bit of the next program's memory through its bit-band alias.
//
// expect: fault data access violation
#include "attack.h"

enum { BIT_BAND_RAM = 0x22000000 };

int main(void)
{
    ATTACK_START("write_bit_band");
    uint32_t target = ATTACK_NEXT_RAM + 0x200;
    attack_write(BIT_BAND_RAM + (target - BOARD_RAM_BASE) * 32);
    return 1;
}
