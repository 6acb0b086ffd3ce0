// SPDX-License-Identifier: Apache-2.0 OR MIT
// Moves its break by single bytes, so that the protection unit exposes a little more than there is,
// uses that byte itself, and lends all ranges around the break: the slack is not lent.
//
// expect: error 1856 cases answered exactly
#include "user_access.h"

enum { STEPS = 9 };

int main(void)
{
    ATTACK_START("lend_edge_break_in_slack");
    for (uint32_t step = 0; step < STEPS; step++) {
        // An odd distance, so that within four steps the break meets each place in a word.
        access_require(bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_MOVE, 1)));
        access_begin();
        if (access.memory_end % 4 != 0) {
            volatile uint8_t *behind = (volatile uint8_t *)attack_hide(access.memory_end);
            *behind = (uint8_t)step;
            access_require(*behind == (uint8_t)step);
        } else {
            access_require(true);
        }
        access_edge(ACCESS_READ_WRITE, access.memory_end);
        // What is lent in slack keeps the break up, so nothing of it may have been taken.
    }
    access_case_both(access.memory_end, 1);
    access_end();
    return 1;
}
