// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with an odd stack pointer, which a call has no use for.
//
// expect: error a system call needs no stack
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_misaligned");
    attack_call_with_stack(attack_memory_start() + 101);
    return 1;
}
