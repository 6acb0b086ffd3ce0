// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with a frame that ends above the break, in bytes that the protection unit
// exposes only because it rounds.
//
// expect: fault stack pointer outside memory
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_above_break");
    uint32_t end = ((attack_break() + 511) & ~511u) + 8;
    if (!bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_SET, end))) {
        attack_print("no memory to begin with\n");
        return 1;
    }
    attack_call_with_stack(end + 16);
    return 1;
}
