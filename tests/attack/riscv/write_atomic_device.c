// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets bits in a register of the serial port in one step.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_atomic_device");
    __asm__ volatile("amoor.w zero, %[value], (%[address])"
                     :
                     : [value] "r"(1), [address] "r"(BOARD_UART_BASE)
                     : "memory");
    attack_succeeded();
    return 1;
}
