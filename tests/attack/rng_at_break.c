// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has random bytes written to the very end of its memory, an odd break in a word whose other bytes
// it can use: none of those is written.
//
// expect: error 66 cases answered exactly|nothing to attack
#include "user_access.h"

#include "rng.h"

enum { MARK = 0x5A };

int main(void)
{
    ATTACK_START("rng_at_break");
    if (!rng_is_there()) {
        return 1;
    }
    bulkhead_memop(MEMOP_BREAK_SET, (attack_break() & ~3u) + 41);
    access_begin();
    volatile uint8_t *behind = (volatile uint8_t *)attack_hide(access.memory_end);
    for (uint32_t length = 1; length <= ACCESS_LENGTH_MAX; length++) {
        for (uint32_t i = 0; i < 3; i++) {
            behind[i] = MARK;
        }
        bulkhead_trap_allow_read_write(DRIVER_RNG, RNG_ALLOW_BYTES, access.memory_end - length,
                                       length);
        access_require(rng_ask(0xFFFFFFFF) && rng_wait() == length);
        access_require(behind[0] == MARK && behind[1] == MARK && behind[2] == MARK);
    }
    access_end();
    return 1;
}
