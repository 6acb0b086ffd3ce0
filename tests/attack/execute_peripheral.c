// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls an address in the device area.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("execute_peripheral");
    attack_call(BOARD_UART_BASE + ATTACK_CODE_BIT);
    return 1;
}
