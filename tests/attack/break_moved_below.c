// SPDX-License-Identifier: Apache-2.0 OR MIT
// Moves its break below its memory.
//
// expect: error refused: NO_MEMORY
#include "attack.h"

int main(void)
{
    ATTACK_START("break_moved_below");
    attack_report(bulkhead_memop(MEMOP_BREAK_MOVE, (uint32_t)-0x10000));
    return 1;
}
