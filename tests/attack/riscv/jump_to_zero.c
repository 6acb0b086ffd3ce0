// SPDX-License-Identifier: Apache-2.0 OR MIT
// Jumps to address 0.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("jump_to_zero");
    attack_call(0);
    return 1;
}
