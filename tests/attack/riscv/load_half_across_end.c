// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads two bytes with one instruction, of which half lies behind all memory that it can have.
//
// expect: fault data access violation
// expect: fault unaligned access
#include "attack.h"

/// Takes as much memory as the kernel gives.
static void break_maximise(void)
{
    for (uint32_t step = BOARD_SLOT_RAM_BYTES; step >= 4; step /= 2) {
        while (bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_MOVE, step))) {
        }
    }
}

int main(void)
{
    ATTACK_START("load_half_across_end");
    break_maximise();
    uint32_t end = (attack_break() + 3) & ~3u;
    (void)*(const volatile uint16_t *)attack_hide(end - 1);
    attack_succeeded();
    return 1;
}
