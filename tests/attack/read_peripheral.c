// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads a register of the serial port.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_peripheral");
    attack_read(BOARD_UART_BASE);
    return 1;
}
