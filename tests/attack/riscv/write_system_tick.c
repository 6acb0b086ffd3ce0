// SPDX-License-Identifier: Apache-2.0 OR MIT
// Puts the next tick off for ever.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_system_tick");
    attack_write(0x02004000);
    return 1;
}
