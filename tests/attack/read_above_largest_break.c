// SPDX-License-Identifier: Apache-2.0 OR MIT
// Takes all memory it can get, then reads on from its break.
//
// expect: fault data access violation
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
    ATTACK_START("read_above_largest_break");
    break_maximise();
    uint32_t end = attack_grant_start();
    for (uint32_t address = attack_break() & ~3u; address <= end; address += 4) {
        (void)*(const volatile uint32_t *)(uintptr_t)address;
    }
    attack_succeeded();
    return 1;
}
