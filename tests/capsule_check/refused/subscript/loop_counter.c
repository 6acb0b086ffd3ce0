// SPDX-License-Identifier: Apache-2.0 OR MIT
// The bound is right, but nothing ties it to the array.
#include "example.h"

static struct {
    uint32_t counts[8];
} example CAPSULE_STATE;

void example_deferred(void)
{
    for (size_t i = 0; i < 8; i++) {
        example.counts[i] = 0; // expect: subscript
    }
}
