// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks the debugger to end the machine (semihosting, SYS_EXIT). That must not reach it from a
// program.
//
// expect: fault breakpoint
#include "attack.h"

int main(void)
{
    ATTACK_START("breakpoint_semihosting");
    __asm__ volatile("movs r0, #0x18\n"
                     "ldr  r1, =0x20026\n"
                     "bkpt #0xAB\n"
                     :
                     :
                     : "r0", "r1", "memory");
    attack_succeeded();
    return 1;
}
