// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lowers the break below its own stack: the answer can no longer be delivered.
//
// expect riscv: fault data access violation
// expect arm: fault stack pointer outside memory
#include "attack.h"

int main(void)
{
    ATTACK_START("break_below_stack");
    bulkhead_memop(MEMOP_BREAK_SET, attack_memory_start() + 32);
    attack_succeeded();
    return 1;
}
