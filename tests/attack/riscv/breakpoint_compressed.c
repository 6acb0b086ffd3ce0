// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes a breakpoint of two bytes; there is no debugger.
//
// expect: fault breakpoint
#include "attack.h"

int main(void)
{
    ATTACK_START("breakpoint_compressed");
    __asm__ volatile("c.ebreak");
    attack_succeeded();
    return 1;
}
