// SPDX-License-Identifier: Apache-2.0 OR MIT
// Jumps into the timer's registers.
//
// expect: fault instruction access violation
#include "attack.h"

enum { TIMER = 0x0200BFF8 };

int main(void)
{
    ATTACK_START("jump_to_timer");
    attack_call(TIMER);
    return 1;
}
