// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends buffers that begin in one of its two regions and end in the other, with all that lies
// between, and such that only touch both when their length wraps.
//
// expect: error 96 cases answered exactly
#include "user_access.h"

/// A byte more and a byte less matter as much as the exact distance.
static void across(uint32_t from, uint32_t to)
{
    for (uint32_t more = 0; more < 4; more++) {
        access_case_both(from, to - from + more - 1);
        access_case_both(from - more, to - from + more + 1);
        access_case_both(from + 1, to - from + more);
    }
}

int main(void)
{
    ATTACK_START("lend_across_gap");
    access_begin();
    across(access.memory_start, access.flash_end);
    across(access.memory_end - 1, access.flash_start + 1);
    across(access.flash_start, access.memory_end);
    across(access.flash_end - 1, access.memory_start + 1);
    access_end();
    return 1;
}
