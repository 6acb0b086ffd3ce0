// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct pair {
    struct lease lease;
};

static struct {
    struct pair pair;
} example CAPSULE_STATE;

void example_timer(void)
{
    example.pair = (struct pair){{{1, 1}, 0, 99}}; // expect: forge
}
