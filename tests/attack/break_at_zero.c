// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets its break to 0.
//
// expect: error refused: NO_MEMORY
#include "attack.h"

int main(void)
{
    ATTACK_START("break_at_zero");
    attack_report(bulkhead_memop(MEMOP_BREAK_SET, 0));
    return 1;
}
