// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls an address in the device area.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("execute_peripheral");
    attack_call(PERIPHERALS + 1);
    return 1;
}
