// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where a structure is cleared the compiler calls this one, with a pointer to something else.
#include "example.h"

struct large {
    uint32_t words[1000];
};

struct small {
    uint32_t words[40];
};

static struct {
    struct large large;
} example CAPSULE_STATE;

NOINLINE static void memset(struct large *large, uint32_t value, uint32_t count) // expect: export
{
    AT(large->words, 900) = value + count;
}

static void count(struct small *small)
{
    small->words[3]++;
}

void example_timer(void)
{
    struct small small = {0};
    count(&small);
    memset(&example.large, 1, 2);
}
