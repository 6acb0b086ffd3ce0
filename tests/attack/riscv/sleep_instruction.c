// SPDX-License-Identifier: Apache-2.0 OR MIT
// Puts the processor to sleep past the kernel. A processor without supervisor mode may allow that,
// but interrupts wake it.
//
// expect: fault undefined instruction
// expect: error slept a hundred times
#include "attack.h"

int main(void)
{
    ATTACK_START("sleep_instruction");
    for (uint32_t i = 0; i < 100; i++) {
        __asm__ volatile("wfi");
    }
    attack_print("slept a hundred times\n");
    for (;;) {
        __asm__ volatile("wfi");
    }
    return 1;
}
