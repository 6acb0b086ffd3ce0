// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer in kernel memory.
//
// expect: fault stack error on exception entry
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_kernel");
    attack_call_with_stack(KERNEL_RAM + 0x800);
    attack_succeeded();
    return 1;
}
