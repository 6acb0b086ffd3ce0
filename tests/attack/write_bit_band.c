// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes a bit of the next program's memory through its bit-band alias.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_bit_band");
    uint32_t target = attack_memory_start() + SLOT_RAM_BYTES + 0x800;
    attack_write(BIT_BAND_RAM + (target - KERNEL_RAM) * 32);
    return 1;
}
