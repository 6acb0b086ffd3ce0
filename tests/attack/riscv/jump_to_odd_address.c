// SPDX-License-Identifier: Apache-2.0 OR MIT
// Jumps to odd addresses. The processor drops bit 0, so its own code runs, and kernel code stays
// forbidden.
//
// expect: fault instruction access violation
#include "attack.h"

static __attribute__((noinline)) void harmless(void)
{
    attack_print("bit 0 is dropped\n");
}

int main(void)
{
    ATTACK_START("jump_to_odd_address");
    ((void (*)(void))attack_hide((uint32_t)(uintptr_t)harmless + 1))();
    attack_call(BOARD_FLASH_BASE + 0x101);
    return 1;
}
