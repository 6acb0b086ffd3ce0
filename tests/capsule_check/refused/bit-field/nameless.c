// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t count;
    uint32_t : 0; // expect: bit-field
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.count = 1;
}
