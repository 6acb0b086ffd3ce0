// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for random bytes with nothing to put them into, and with a buffer that was taken back.
//
// expect: error no bytes came|nothing to attack
#include "rng.h"

int main(void)
{
    static struct rng_guarded guarded;
    ATTACK_START("rng_without_buffer");
    if (!rng_is_there()) {
        return 1;
    }
    bool holds = rng_ask(RNG_BYTES) && rng_wait() == 0;
    rng_allow(guarded.bytes, RNG_BYTES);
    rng_allow(NULL, 0);
    holds = holds && rng_ask(RNG_BYTES) && rng_wait() == 0;
    if (holds && rng_guards_hold(&guarded, 0)) {
        attack_print("no bytes came\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
