// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has random bytes written to the end of its memory, and lowers the break below them meanwhile.
//
// expect: error refused: NO_MEMORY|nothing to attack
#include "rng.h"

int main(void)
{
    ATTACK_START("rng_below_break");
    if (!rng_is_there()) {
        return 1;
    }
    const uint32_t start = attack_break();
    if (!bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_MOVE, RNG_BYTES)) ||
        !bulkhead_result_is_success(
            bulkhead_trap_allow_read_write(DRIVER_RNG, RNG_ALLOW_BYTES, start, RNG_BYTES)) ||
        !rng_ask(RNG_BYTES)) {
        attack_print("no memory to begin with\n");
        return 1;
    }
    attack_report(bulkhead_memop(MEMOP_BREAK_MOVE, (uint32_t)-4));
    return 1;
}
