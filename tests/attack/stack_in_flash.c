// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer in its own code.
//
// expect: fault stack error on exception entry
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_flash");
    attack_call_with_stack(attack_flash_start() + 0x200);
    attack_succeeded();
    return 1;
}
