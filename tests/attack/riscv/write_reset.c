// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for the end of the machine, where a board has a device for that.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_reset");
    attack_write(0x00100000);
    return 1;
}
