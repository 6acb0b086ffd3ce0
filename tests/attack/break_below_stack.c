// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lowers the break below its own stack: the answer can no longer be delivered there, and where it
// comes in registers, the stack is lost.
//
// expect riscv: fault data access violation
// expect arm: fault stack pointer outside memory
#include "attack.h"

int main(void)
{
    ATTACK_START("break_below_stack");
    volatile uint32_t on_stack = 1;
    bulkhead_memop(MEMOP_BREAK_SET, attack_memory_start() + 32);
    on_stack += 1;
    attack_succeeded();
    return 1;
}
