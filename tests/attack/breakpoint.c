// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes a breakpoint; there is no debugger.
//
// expect: fault breakpoint
#include "attack.h"

int main(void)
{
    ATTACK_START("breakpoint");
    ATTACK_BREAKPOINT();
    attack_succeeded();
    return 1;
}
