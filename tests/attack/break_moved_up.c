// SPDX-License-Identifier: Apache-2.0 OR MIT
// Moves its break up by half the address space.
//
// expect: error refused: NO_MEMORY
#include "attack.h"

int main(void)
{
    ATTACK_START("break_moved_up");
    attack_report(bulkhead_memop(MEMOP_BREAK_MOVE, 0x7FFFFFFF));
    return 1;
}
