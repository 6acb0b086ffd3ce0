// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer in kernel code.
//
// expect: fault stack error on exception entry
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_kernel_flash");
    attack_call_with_stack(KERNEL_FLASH + 0x1000);
    attack_succeeded();
    return 1;
}
