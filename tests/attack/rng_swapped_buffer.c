// SPDX-License-Identifier: Apache-2.0 OR MIT
// Swaps the buffer for a shorter one while random bytes are on their way into it, many times.
//
// expect: error nothing was written outside|nothing to attack
#include "rng.h"

enum { ROUNDS = 200, LONG_BYTES = 200 };

int main(void)
{
    static struct rng_guarded guarded;
    static uint8_t long_bytes[LONG_BYTES];
    ATTACK_START("rng_swapped_buffer");
    if (!rng_is_there()) {
        return 1;
    }
    for (unsigned i = 0; i < ROUNDS; i++) {
        const size_t length = i % (RNG_BYTES + 1);
        memset(guarded.bytes, 0, sizeof guarded.bytes);
        rng_allow(long_bytes, i % LONG_BYTES);
        if (!rng_ask(LONG_BYTES)) {
            attack_print("a request was refused\n");
            return 1;
        }
        rng_allow(guarded.bytes, length);
        (void)rng_wait();
        if (!rng_guards_hold(&guarded, length)) {
            attack_succeeded();
            return 1;
        }
    }
    attack_print("nothing was written outside\n");
    return 1;
}
