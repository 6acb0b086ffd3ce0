// SPDX-License-Identifier: Apache-2.0 OR MIT
// Waits for an upcall of a driver that does not exist, with the highest numbers there are. It
// waits for ever, and nobody else does.
//
// expect: error I wait
#include "attack.h"

int main(void)
{
    ATTACK_START("yield_for_nothing");
    attack_print("I wait\n");
    bulkhead_yield_wait_for(0xFFFFFFFF, 0xFFFFFFFF);
    attack_succeeded();
    return 1;
}
