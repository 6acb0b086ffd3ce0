// SPDX-License-Identifier: Apache-2.0 OR MIT
// Puts the processor to sleep again and again, past the kernel. Interrupts wake it. RISC-V without
// supervisor mode may allow that.
//
// expect: error slept a hundred times
// expect riscv: fault undefined instruction
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
