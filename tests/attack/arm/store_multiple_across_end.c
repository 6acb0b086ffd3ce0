// SPDX-License-Identifier: Apache-2.0 OR MIT
// Stores registers with one instruction that begins below the end of its memory and goes on above
// it.
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
    ATTACK_START("store_multiple_across_end");
    break_maximise();
    uint32_t end = attack_grant_start();
    for (uint32_t address = (attack_break() & ~3u) - 16; address <= end; address += 16) {
        __asm__ volatile("stmia %[address], {r4, r5, r6, r8-r11}"
                         :
                         : [address] "r"(address)
                         : "memory");
    }
    attack_succeeded();
    return 1;
}
