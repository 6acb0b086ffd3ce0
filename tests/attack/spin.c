// SPDX-License-Identifier: Apache-2.0 OR MIT
// Never gives the processor back.
//
// expect: error I spin
#include "attack.h"

int main(void)
{
    ATTACK_START("spin");
    attack_print("I spin\n");
    for (;;) {
    }
    return 1;
}
