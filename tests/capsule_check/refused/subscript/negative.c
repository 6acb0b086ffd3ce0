// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t before;
    uint32_t counts[8];
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.before = 1;
    example.counts[-1] = 2; // expect: subscript
}
