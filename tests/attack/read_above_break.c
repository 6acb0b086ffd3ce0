// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads on from its break. The protection unit may round the end up a little, but never as far as
// the kernel's part of the block.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_above_break");
    uint32_t end = attack_grant_start();
    for (uint32_t address = attack_break() & ~3u; address <= end; address += 4) {
        (void)*(const volatile uint32_t *)(uintptr_t)address;
    }
    attack_succeeded();
    return 1;
}
