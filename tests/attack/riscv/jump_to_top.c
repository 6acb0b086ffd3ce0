// SPDX-License-Identifier: Apache-2.0 OR MIT
// Jumps to the last bytes of the address space.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("jump_to_top");
    attack_call(0xFFFFFFFEu);
    return 1;
}
