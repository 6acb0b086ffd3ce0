// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes system calls inside a block of conditional instructions: each must happen once, and the
// block go on.
//
// expect: error the block went on
#include "attack.h"

int main(void)
{
    ATTACK_START("call_in_condition_block");
    register uint32_t operation __asm__("r0") = MEMOP_MEMORY_START;
    uint32_t count = 0;
    __asm__ volatile("cmp   r0, r0\n"
                     "itttt eq\n"
                     "svceq #5\n"
                     "addeq %[count], %[count], #1\n"
                     "svceq #5\n"
                     "addeq %[count], %[count], #1\n"
                     : "+r"(operation), [count] "+r"(count)
                     :
                     : "r1", "cc", "memory");
    if (count == 2) {
        attack_print("the block went on\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
