// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint_fast16_t count; // expect: fast-type
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.count = 1;
}
