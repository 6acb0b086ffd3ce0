// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets the clock back.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_clock");
    attack_write(0x0200BFF8);
    return 1;
}
