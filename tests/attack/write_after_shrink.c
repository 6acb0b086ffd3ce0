// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gives memory back and goes on writing to it. At least a whole rounding unit is given back.
//
// expect: fault data access violation
#include "attack.h"

enum { GIVEN_BYTES = BOARD_SLOT_RAM_BYTES / 8 };

int main(void)
{
    ATTACK_START("write_after_shrink");
    uint32_t start = attack_break();
    if (!bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_MOVE, GIVEN_BYTES))) {
        attack_print("no memory to begin with\n");
        return 1;
    }
    *(volatile uint32_t *)(uintptr_t)(start + GIVEN_BYTES - 4) = 1;
    bulkhead_memop(MEMOP_BREAK_SET, start);
    attack_write(start + GIVEN_BYTES - 4);
    return 1;
}
