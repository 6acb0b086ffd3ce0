// SPDX-License-Identifier: Apache-2.0 OR MIT
// Starts again and again while random bytes are on their way to it: those of a former life must not
// reach the next one, which has not lent its memory.
//
// expect: error rng_restart: a life of its own|nothing to attack
#include "rng.h"

int main(void)
{
    static struct rng_guarded guarded;
    ATTACK_START("rng_restart");
    if (!rng_is_there()) {
        return 1;
    }
    // Time for what comes late.
    for (unsigned i = 0; i < 1000; i++) {
        (void)bulkhead_yield_no_wait();
    }
    if (!rng_guards_hold(&guarded, 0)) {
        attack_succeeded();
        return 1;
    }
    attack_print("rng_restart: a life of its own\n");
    rng_allow(guarded.bytes, RNG_BYTES);
    (void)rng_ask(RNG_BYTES);
    bulkhead_exit_restart(0);
    return 1;
}
