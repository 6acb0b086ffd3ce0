// SPDX-License-Identifier: Apache-2.0 OR MIT
// Moves its break by the most negative number.
//
// expect: error refused: NO_MEMORY
#include "attack.h"

int main(void)
{
    ATTACK_START("break_moved_around");
    attack_report(bulkhead_memop(MEMOP_BREAK_MOVE, 0x80000000u));
    return 1;
}
