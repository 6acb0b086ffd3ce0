// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lowers the break as far as it goes, so that no byte of memory is left, not even of the stack.
//
// expect riscv: fault data access violation
// expect arm: fault stack pointer outside memory
#include "attack.h"

int main(void)
{
    ATTACK_START("break_to_memory_start");
    volatile uint32_t on_stack = 1;
    bulkhead_memop(MEMOP_BREAK_SET, attack_memory_start());
    on_stack += 1;
    attack_succeeded();
    return 1;
}
