// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads a bit of kernel memory through its bit-band alias.
//
// expect: fault data access violation
#include "attack.h"

enum { BIT_BAND_RAM = 0x22000000 };

int main(void)
{
    ATTACK_START("read_bit_band");
    attack_read(BIT_BAND_RAM);
    return 1;
}
