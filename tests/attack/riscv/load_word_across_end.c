// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads four bytes with one instruction, of which half lie behind all memory that it can have.
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
    ATTACK_START("load_word_across_end");
    break_maximise();
    uint32_t end = (attack_break() + 3) & ~3u;
    (void)*(const volatile uint32_t *)attack_hide(end - 2);
    attack_succeeded();
    return 1;
}
