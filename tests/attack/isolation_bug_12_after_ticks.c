// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lets many ticks interrupt it, then reads the kernel's data: a way back from a tick that left the
// program privileged would let it.
//
// expect: fault data access violation
#include "attack.h"

enum { ROUNDS = 1000000 };

int main(void)
{
    ATTACK_START("isolation_bug_12_after_ticks");
    for (uint32_t i = 0; i < ROUNDS; i++) {
        __asm__ volatile("nop");
    }
    attack_read(BOARD_RAM_BASE + 0x100);
    return 1;
}
