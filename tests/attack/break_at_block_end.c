// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets its break to the end of its block.
//
// expect: error refused: NO_MEMORY
#include "attack.h"

int main(void)
{
    ATTACK_START("break_at_block_end");
    attack_report(bulkhead_memop(MEMOP_BREAK_SET, attack_memory_end()));
    return 1;
}
