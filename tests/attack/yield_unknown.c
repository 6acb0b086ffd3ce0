// SPDX-License-Identifier: Apache-2.0 OR MIT
// Yields in a way that does not exist.
//
// expect: fault unknown system call
#include "attack.h"

int main(void)
{
    ATTACK_START("yield_unknown");
    bulkhead_trap_yield(3, 0);
    attack_succeeded();
    return 1;
}
