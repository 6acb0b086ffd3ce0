// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tells the kernel that its stack and heap lie in the kernel and at the top of the address space,
// then faults: the report must not look there.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("memory_hints_elsewhere");
    bulkhead_memop(MEMOP_STACK_TOP, KERNEL_RAM + 0x400);
    bulkhead_memop(MEMOP_HEAP_START, 0xFFFFFFFC);
    bulkhead_memop(MEMOP_STACK_TOP, attack_memory_start() + SLOT_RAM_BYTES + 4);
    bulkhead_memop(MEMOP_HEAP_START, 1);
    __asm__ volatile("udf #3");
    attack_succeeded();
    return 1;
}
