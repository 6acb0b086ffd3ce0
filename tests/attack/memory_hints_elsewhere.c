// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tells the kernel that its stack and heap lie in the kernel and at the top of the address space,
// then faults: the report must not look there.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("memory_hints_elsewhere");
    bulkhead_memop(MEMOP_STACK_TOP, BOARD_RAM_BASE + 0x400);
    bulkhead_memop(MEMOP_HEAP_START, 0xFFFFFFFC);
    bulkhead_memop(MEMOP_STACK_TOP, ATTACK_NEXT_RAM + 4);
    bulkhead_memop(MEMOP_HEAP_START, 1);
    ATTACK_UNDEFINED();
    attack_succeeded();
    return 1;
}
