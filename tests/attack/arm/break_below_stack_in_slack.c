// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lowers the break below its own stack by less than the protection unit can see: only the kernel's
// own test keeps the answer out of memory behind the break.
//
// expect: fault stack pointer outside memory
#include "attack.h"

enum { SUBREGION_BYTES = 256, INSIDE_BYTES = 192, STEP_BYTES = 64 };

int main(void)
{
    ATTACK_START("break_below_stack_in_slack");
    uint32_t now = bulkhead_memop(MEMOP_BREAK_MOVE, 0).value[0];
    uint32_t top = (now + SUBREGION_BYTES - 1) / SUBREGION_BYTES * SUBREGION_BYTES + INSIDE_BYTES;
    bulkhead_memop(MEMOP_BREAK_SET, top);
    __asm__ volatile("mov r4, sp\n\t"
                     "mov sp, %0\n\t"
                     "movs r0, #0\n\t"
                     "mov r1, %1\n\t"
                     "svc 5\n\t"
                     "mov sp, r4"
                     :
                     : "r"(top), "r"(top - STEP_BYTES)
                     : "r0", "r1", "r2", "r3", "r4", "memory");
    attack_succeeded();
    return 1;
}
