// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tells the kernel that its stack lies above its heap, at the two ends of its block, and that both
// are at places nobody has: whoever asks about the program gets a map without them.
//
// expect: error 0x[0-9a-f]{8}-0x[0-9a-f]{8}  data and stack [\s\S]*image header
#include "attack.h"

int main(void)
{
    ATTACK_START("memory_hints_crossed");
    bulkhead_memop(MEMOP_STACK_TOP, attack_memory_end() - 1);
    bulkhead_memop(MEMOP_HEAP_START, attack_memory_start());
    attack_print("type now\n");
    bulkhead_memop(MEMOP_HEAP_START, attack_memory_start() + 1);
    bulkhead_memop(MEMOP_STACK_TOP, 0);
    bulkhead_memop(MEMOP_STACK_TOP, 0xFFFFFFFF);
    bulkhead_yield_wait();
    attack_succeeded();
    return 1;
}
