// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum { ROUNDS_MAX = 16 };

static const uint32_t few_rounds = 255;

static struct {
    uint32_t counts[ROUNDS_MAX];
} example CAPSULE_STATE;

static bool round_is_over(uint32_t round)
{
    return time_now() > round;
}

void example_deferred(void)
{
    for (size_t i = 0; i < ROUNDS_MAX; i++) {
        AT(example.counts, i) = 0;
    }
    for (uint32_t i = 0; i < ROUNDS_MAX && !round_is_over(i); i += 2) {
        if (i == 6) {
            continue;
        }
        AT(example.counts, i)++;
    }
    for (uint32_t left = ROUNDS_MAX; left > 0; left--) {
        if (AT(example.counts, left - 1u) > 0) {
            break;
        }
    }
    for (uint8_t i = 0; i < few_rounds; i++) {
        timer_cancel();
    }
    uint32_t count = ROUNDS_MAX;
    for (uint32_t i = 0; i < count && i < ROUNDS_MAX; i++) {
        count -= AT(example.counts, i);
    }
    size_t last = 0;
    for (; last < ROUNDS_MAX && AT(example.counts, last) > 0; last++) {
    }
    timer_set(last);
}
