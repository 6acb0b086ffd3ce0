// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets its break to the highest address.
//
// expect: error refused: NO_MEMORY
#include "attack.h"

int main(void)
{
    ATTACK_START("break_at_top");
    attack_report(bulkhead_memop(MEMOP_BREAK_SET, 0xFFFFFFFFu));
    return 1;
}
