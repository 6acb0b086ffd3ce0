// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has random bytes written to every place in a word, as many as every little number says: so many
// bytes come, and those around them stay.
//
// expect: error 136 cases answered exactly|nothing to attack
#include "user_access.h"

#include "rng.h"

enum { PLACES = 4 };

int main(void)
{
    static struct rng_guarded guarded;
    ATTACK_START("rng_edges");
    if (!rng_is_there()) {
        return 1;
    }
    for (uint32_t place = 0; place < PLACES; place++) {
        for (uint32_t length = 0; length <= ACCESS_LENGTH_MAX; length++) {
            memset(&guarded, 0, sizeof guarded);
            // What is asked for may be more than there is room for.
            rng_allow(&guarded.bytes[place], length);
            const bool is_asked = rng_ask(length + (length % 2) * 100);
            const bool is_right = is_asked && rng_wait() == length;
            memset(guarded.bytes, 0, place + length == 0 ? 0 : length);
            uint8_t before = 0;
            for (uint32_t i = 0; i < place; i++) {
                before |= guarded.bytes[i];
            }
            access_require(is_right && before == 0 && rng_guards_hold(&guarded, place + length));
        }
    }
    access_end();
    return 1;
}
