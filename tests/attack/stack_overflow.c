// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls itself without end: the stack lies lowest in memory and runs out of it.
//
// expect: fault data access violation
// expect arm: fault stack error on exception entry
// expect armv8m: fault stack pointer outside memory
// expect riscv: error a system call needs no stack
#include "attack.h"

static __attribute__((noinline)) uint32_t descend(uint32_t depth)
{
    volatile uint32_t space[16] = {depth};
    return depth == 0 ? 0 : descend(depth + 1) + space[depth % 16];
}

int main(void)
{
    ATTACK_START("stack_overflow");
    attack_print(descend(1) != 0 ? "deep\n" : "deeper\n");
    attack_succeeded();
    return 1;
}
