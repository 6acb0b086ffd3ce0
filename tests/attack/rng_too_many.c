// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for as many random bytes as a number can say, into a buffer of 8.
//
// expect: error 8 bytes came, the others are untouched|nothing to attack
#include "rng.h"

int main(void)
{
    static struct rng_guarded guarded;
    ATTACK_START("rng_too_many");
    if (!rng_is_there()) {
        return 1;
    }
    rng_allow(guarded.bytes, 8);
    if (rng_ask(UINT32_MAX) && rng_wait() == 8 && rng_guards_hold(&guarded, 8)) {
        attack_print("8 bytes came, the others are untouched\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
