// SPDX-License-Identifier: Apache-2.0 OR MIT
// A copy of a cell, in a structure.
#include "example.h"

static struct {
    uint32_t number;
} example CAPSULE_STATE;

struct pair {
    uint32_t number;
    struct take_cell buffers[2];
};

static struct pair example_pair CAPSULE_STATE;

static void use(struct pair pair)
{
    example.number = pair.number;
}

void example_deferred(void)
{
    use(example_pair); // expect: forge
}
