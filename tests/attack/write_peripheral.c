// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sends a byte on the serial port, past the kernel.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_peripheral");
    attack_write(BOARD_UART_BASE);
    return 1;
}
