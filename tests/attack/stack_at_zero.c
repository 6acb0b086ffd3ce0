// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with stack pointer 0: the frame wraps to the top of the address space.
//
// expect: fault stack error on exception entry
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_at_zero");
    attack_call_with_stack(0);
    attack_succeeded();
    return 1;
}
