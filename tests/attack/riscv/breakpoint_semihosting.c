// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks the debugger to end the machine (semihosting, SYS_EXIT). That must not reach it from a
// program.
//
// expect: fault breakpoint
#include "attack.h"

int main(void)
{
    ATTACK_START("breakpoint_semihosting");
    __asm__ volatile(".option push\n"
                     ".option norvc\n"
                     "li a0, 0x18\n"
                     "li a1, 0x20026\n"
                     "slli zero, zero, 0x1F\n"
                     "ebreak\n"
                     "srai zero, zero, 7\n"
                     ".option pop\n"
                     :
                     :
                     : "a0", "a1", "memory");
    attack_succeeded();
    return 1;
}
