// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets its break into another program's memory.
//
// expect: error refused: NO_MEMORY
#include "attack.h"

int main(void)
{
    ATTACK_START("break_in_neighbour");
    attack_report(bulkhead_memop(MEMOP_BREAK_SET, ATTACK_NEXT_RAM + 0x100));
    return 1;
}
