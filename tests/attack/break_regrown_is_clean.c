// SPDX-License-Identifier: Apache-2.0 OR MIT
// Grows its memory by every odd little distance, fills it and what the protection unit exposes
// behind it, gives it back and takes it again: it is clean each time.
//
// expect: error 132 cases answered exactly
#include "user_access.h"

enum { GROWTH_BYTES_MAX = 33, DIRT = 0xDD };

static bool is_clean(uint32_t start, uint32_t bytes)
{
    uint8_t seen = 0;
    for (uint32_t i = 0; i < bytes; i++) {
        seen |= *(volatile uint8_t *)attack_hide(start + i);
    }
    return seen == 0;
}

int main(void)
{
    ATTACK_START("break_regrown_is_clean");
    const uint32_t start = attack_break();
    for (uint32_t bytes = 1; bytes <= GROWTH_BYTES_MAX; bytes++) {
        access_require(bulkhead_memop(MEMOP_BREAK_MOVE, bytes).value[0] == start);
        access_require(is_clean(start, bytes));
        // The rest of the last word is exposed on every processor.
        memset((void *)attack_hide(start), DIRT, (bytes + 3) & ~3u);
        access_require(bulkhead_memop(MEMOP_BREAK_SET, start).variant == VARIANT_SUCCESS);
        access_require(attack_break() == start);
    }
    access_end();
    return 1;
}
