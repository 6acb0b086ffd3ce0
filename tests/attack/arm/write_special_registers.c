// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries to change the kernel's stack pointer and the interrupt masks. The instructions have no
// effect in a program.
//
// expect: error the special registers are as they were
#include "attack.h"

int main(void)
{
    ATTACK_START("write_special_registers");
    uint32_t before;
    uint32_t after;
    __asm__ volatile("mov %[before], sp\n"
                     "movs r0, #0x40\n"
                     "msr msp, r0\n"
                     "msr psp, r0\n"
                     "msr basepri, r0\n"
                     "msr faultmask, r0\n"
                     "msr primask, r0\n"
                     "isb\n"
                     "mov %[after], sp\n"
                     : [before] "=&r"(before), [after] "=&r"(after)
                     :
                     : "r0");
    if (before == after) {
        attack_print("the special registers are as they were\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
