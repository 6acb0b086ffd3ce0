// SPDX-License-Identifier: Apache-2.0 OR MIT
// Takes its buffer back while random bytes are on their way into it, and lends others that are
// refused: nothing is written any more, and the request ends.
//
// expect: error 90 cases answered exactly|nothing to attack
#include "user_access.h"

#include "rng.h"

enum { ROUNDS = 30 };

int main(void)
{
    static struct rng_guarded guarded;
    ATTACK_START("rng_revoked");
    if (!rng_is_there()) {
        return 1;
    }
    for (uint32_t round = 0; round < ROUNDS; round++) {
        memset(&guarded, 0, sizeof guarded);
        rng_allow(guarded.bytes, RNG_BYTES);
        const bool is_asked = rng_ask(RNG_BYTES * 2);
        const struct bulkhead_result refused =
            rng_allow((void *)attack_hide(ATTACK_NEXT_RAM + round), RNG_BYTES);
        const struct bulkhead_result taken = rng_allow((void *)attack_hide(ATTACK_NEXT_RAM), 0);
        access_require(is_asked && access_is_refusal(refused, ERROR_INVALID,
                                                     ATTACK_NEXT_RAM + round, RNG_BYTES));
        access_require(access_is_swap(taken, (uint32_t)(uintptr_t)guarded.bytes, RNG_BYTES));
        // What came before that may have been written, what comes after may not.
        memset(guarded.bytes, 0, RNG_BYTES);
        access_require(rng_wait() <= RNG_BYTES && rng_guards_hold(&guarded, 0));
    }
    access_end();
    return 1;
}
