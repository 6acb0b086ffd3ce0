// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes a breakpoint; there is no debugger.
//
// expect: fault breakpoint
#include "attack.h"

int main(void)
{
    ATTACK_START("breakpoint");
    __asm__ volatile("bkpt #0");
    attack_succeeded();
    return 1;
}
