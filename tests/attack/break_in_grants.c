// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets its break into the kernel's part of its block.
//
// expect: error refused: NO_MEMORY
#include "attack.h"

int main(void)
{
    ATTACK_START("break_in_grants");
    attack_report(bulkhead_memop(MEMOP_BREAK_SET, attack_grant_start() + 4));
    return 1;
}
