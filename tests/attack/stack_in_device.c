// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer in a device.
//
// expect: fault stack error on exception entry
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_device");
    attack_call_with_stack(UART + 0x20);
    attack_succeeded();
    return 1;
}
