// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets its break below its memory.
//
// expect: error refused: NO_MEMORY
#include "attack.h"

int main(void)
{
    ATTACK_START("break_below_memory");
    attack_report(bulkhead_memop(MEMOP_BREAK_SET, attack_memory_start() - 4));
    return 1;
}
