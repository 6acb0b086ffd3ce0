// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the registers of the serial line, a byte and a word at a time: reading them takes away what
// others type, writing prints in the kernel's name.
//
// expect: error 2052 cases answered exactly
#include "user_access.h"

enum { DEVICE_BYTES = 0x100 };

int main(void)
{
    ATTACK_START("lend_sweep_devices");
    access_begin();
    for (uint32_t offset = 0; offset < DEVICE_BYTES; offset++) {
        access_case_both(BOARD_UART_BASE + offset, 1);
        access_case_both(BOARD_UART_BASE + offset, 4);
        access_case_both(BOARD_UART_BASE + offset, DEVICE_BYTES - offset);
        access_case_both(BOARD_UART_BASE - offset, offset + 1);
    }
    access_case_both(BOARD_UART_BASE, 0x1000);
    access_case_both(BOARD_UART_BASE, 0x10000000);
    access_end();
    return 1;
}
