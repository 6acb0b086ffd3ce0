// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for random bytes while it waits for some: the second request is refused and changes nothing
// of the first, or begins when that is done; each delivers what it was asked for, and no more.
//
// expect: error 60 cases answered exactly|nothing to attack
#include "user_access.h"

#include "rng.h"

enum { ROUNDS = 20 };

int main(void)
{
    static struct rng_guarded guarded;
    ATTACK_START("rng_busy");
    if (!rng_is_there()) {
        return 1;
    }
    for (uint32_t round = 0; round < ROUNDS; round++) {
        memset(&guarded, 0, sizeof guarded);
        rng_allow(guarded.bytes, RNG_BYTES);
        access_require(rng_ask(RNG_BYTES / 2));
        const struct bulkhead_result second =
            bulkhead_command(DRIVER_RNG, RNG_COMMAND_GET, RNG_BYTES / 4, 0);
        access_require(rng_wait() == RNG_BYTES / 2 && rng_guards_hold(&guarded, RNG_BYTES / 2));
        if (bulkhead_result_is_success(second)) {
            access_require(rng_wait() == RNG_BYTES / 4);
        } else {
            access_require(second.variant == VARIANT_FAILURE && second.value[0] == ERROR_BUSY);
        }
    }
    access_end();
    return 1;
}
