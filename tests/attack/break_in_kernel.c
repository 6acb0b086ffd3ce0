// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets its break into kernel memory.
//
// expect: error refused: NO_MEMORY
#include "attack.h"

int main(void)
{
    ATTACK_START("break_in_kernel");
    attack_report(bulkhead_memop(MEMOP_BREAK_SET, BOARD_RAM_BASE + 0x100));
    return 1;
}
