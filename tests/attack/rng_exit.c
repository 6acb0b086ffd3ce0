// SPDX-License-Identifier: Apache-2.0 OR MIT
// Ends while random bytes are on their way to it.
//
// expect: error attack rng_exit start
#include "rng.h"

int main(void)
{
    static uint8_t bytes[RNG_BYTES];
    ATTACK_START("rng_exit");
    if (rng_is_there()) {
        rng_allow(bytes, sizeof bytes);
        (void)rng_ask(sizeof bytes);
    }
    bulkhead_exit_terminate(0);
    return 1;
}
